"""Fetching memory ahead of its use.

Tables larger than the processor's cache are read at places that look random. A loop that knows
these places some steps ahead has them fetched while it computes, which takes a fraction of the
time of waiting for each.
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

AHEAD = 8
"""Steps of a loop by which memory is fetched before it is used."""

_FOR_READING, _KEPT_IN_ALL_CACHES, _DATA = 0, 3, 1
"""The last arguments of LLVM's ``prefetch``."""


@intrinsic
def prefetch(typing_context, array, index):
    """Fetch the cache line of an item of a contiguous array; any index is allowed."""

    def generate(context, builder, signature, arguments):
        items = context.make_array(signature.args[0])(context, builder, arguments[0])
        address = builder.gep(items.data, [arguments[1]])
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        function_type = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        function = builder.module.declare_intrinsic("llvm.prefetch", [pointer], function_type)
        options = [number(value) for value in (_FOR_READING, _KEPT_IN_ALL_CACHES, _DATA)]
        builder.call(function, [builder.bitcast(address, pointer), *options])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate
