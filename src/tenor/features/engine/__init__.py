"""The vectorizer engine: from texts to the matrix of scikit-learn's `TfidfVectorizer`.

The engine cuts texts into terms, counts the terms and weighs the counts, in compiled loops on all
cores. It knows texts, `Analysis` and `Vocabulary`, and nothing of articles, fields or models. Other
code uses

- `counts.TermCounts`: the terms of texts and their counts, which vectorizers are fitted to;
- `counter.TermCounter`: counts the terms of a given vocabulary in new texts;
- `utf8` for batches of texts, `threads` for work on threads, and `kernels` for the values and
  scores of counted rows.

Only `kernels` imports numba, and importing `tenor.features` does not import the engine: few
articles are labelled by `Analysis.terms` and `FittedView.vectorize`, the plain path, which gives
the same results.

The algorithm
-------------
1. Bytes. Texts are encoded as UTF-8 in batches of 512 (`utf8`). For each analysis, a table of all
   code points gives the code point that each one is folded to, or marks it as a separator
   (`char_tables`). Python strips accents and lowers the two capitals that no such table can lower,
   before the texts are encoded.

2. Tokens. One loop decodes the bytes, folds them, cuts at separators and hashes what lies between
   (`kernels.tokens`). A hash table numbers the tokens from 0 in the order of appearance. A token
   of at most eight ASCII characters is packed into one 64-bit integer, its head: head and length
   are the token, so that most look-ups are one comparison. Other tokens have a hash as their head
   and are compared byte by byte. In the character analyses a token is a code point, which is its
   own number.

3. N-grams. An n-gram of n tokens is a pair: its prefix, which is the n-gram of its first n - 1
   tokens, and its last token. The numbers of the two make a key of 64 bits, and a second hash
   table numbers the keys (`kernels.ngram_table`, `kernels.ngrams`). So each n-gram, however long,
   costs one look-up of an integer, and no string is built. A prefix always has a smaller number
   than its extensions; all loops over the table rely on that.

4. Words of char_wb. In this analysis no n-gram crosses a word. Texts are encoded as word numbers,
   and each distinct word is cut into its n-grams once, not each time it occurs.

5. Threads. Each thread takes batches and numbers their terms in tables of its own, without locks
   (`counts`). When all texts are read the tables are merged into the first: tokens by their bytes,
   then n-grams by keys made of the new numbers. Encoded texts keep the numbers of their thread;
   each thread's columns are renumbered instead.

6. Order. A term's column is its place in the order of code points, but no strings are sorted
   (`term_order`). Tokens are ranked by eight bytes at a time, as integers. N-grams are sorted by
   the rank of their last token, in a counting sort. In the forest in which each n-gram is a child
   of its prefix, the wanted order is a walk that visits parents before children and children by
   their last tokens, since the space that joins words comes before every character of a word. A
   term's place in the walk follows from the sizes of the subtrees, which one loop adds up.

7. Rows. The columns of each text's terms are sorted by radix, eleven bits a pass, and equal
   neighbors become one entry with a count (`kernels.rows`). The rows are those of a CSR matrix of
   counts. A subset of the texts is a selection of rows: the folds and trials of a search cut and
   count no text again.

8. Values. Document frequencies are added up over the rows, terms are selected by them, and a last
   loop turns the counts of each row into TF-IDF values, leaving out the other terms' columns
   (`kernels.values`).

Exactness
---------
A hash decides where a search begins and which candidates are skipped, never what matches. Whole
keys are compared: head and length, or all bytes, of a token; prefix and last token of an n-gram.
Two terms are never taken for one another, whatever the texts. The tests compare terms, columns and
values with scikit-learn's on arbitrary texts.

Time
----
Time is linear in the size of the texts and the number of terms, but for the ranking of the distinct
words, which sorts integers. Each byte is read once. Each occurrence of a token or n-gram is one
look-up, which takes few steps: at most half of the slots for tokens and two thirds of those for
n-grams are taken. The passes over the table and over each row do not grow with the texts. Random
access to memory beyond the processor's caches dominates. That is why slots hold heads and tags,
which spare most reads elsewhere, and why numbers follow the order of appearance: frequent terms
appear early, have low numbers, and lie close together in every array that numbers index.

Memory
------
Encoded texts take four bytes for each occurrence of a token and of an n-gram, rows eight bytes for
each entry. Each distinct n-gram takes 8 bytes of key and 12 to 24 bytes of slots, and each distinct
token its bytes and 48 to 96 bytes of slots and offsets. What is no longer needed is released on the
way: the n-gram slots once all n-grams are numbered, encoded texts batch by batch as rows are
counted, and rows batch by batch as values are computed. Fitting and transforming together add at
most 1.5 times the size of the matrix (experiments/benchmarks/README.md).

There can be at most 2**31 tokens, n-grams and columns.
"""
