// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

/**
 * The parts of {@link DecoderTemplate} that store and compute linear layers. A matrix is appended in one of the {@link
 * MatrixLayout}s, which can be told from its tensor; {@code n} is its number of rows without padding.
 */
final class MatrixTemplate {

    private MatrixTemplate() {}

    /**
     * Compares the product with the matrix that was appended last with the one that needs no special kernel, for 1, 4 and 17
     * rows: the largest difference, relative to the largest of the 17 results of the same output. It is not a number, or
     * infinite, if one of the results is. Inputs are the hashed numbers from 1, spread over -1 to 1. The product under
     * test always computes all outputs; of more than 2048, the plain one computes about a thousand, an odd step apart so that
     * each place in blocks of any power of two is met, and the last block's.
     */
    private static final String COMPARISON = """
              def inputs(self: __torch__.{class}, k: int) -> Tensor:
                i = torch.arange(1, 17 * k + 1, dtype=4, layout=None, device={device}, pin_memory=None)
                h = torch.mul(i, 6364136223846793005)
                h = torch.mul(torch.bitwise_xor(h, torch.bitwise_right_shift(h, 29)), 1442695040888963407)
                x = torch.div(torch.to(h, 6, False, False, None), 9223372036854775808.)
                return torch.to(torch.reshape(x, [1, 17, k]), {dtype}, False, False, None)
              def difference(self: __torch__.{class}, w: List[Tensor], m: Tensor) -> Tensor:
                n = torch.size(m, 0)
                at = torch.len(w) - {slots}
                x = (self).inputs(torch.size(m, 1), )
                counts = [1, 4, 17]
                ys = annotate(List[Tensor], [])
                for i in range(3):
                  _0 = torch.append(ys, (self).linear(torch.slice(x, 1, 0, counts[i], 1), w, at, n, annotate(Optional[Tensor], None), ))
                step = n // 1024 // 2 * 2 + 1
                result = (self).difference_at(x, ys, w, at, m, 0, step, )
                if step > 1:
                  result = torch.maximum(result, (self).difference_at(x, ys, w, at, m, n - {multiple}, 1, ))
                return torch.to(torch.reshape(result, [1]), torch.device("cpu"), 6, False, False, None)
              def difference_at(self: __torch__.{class}, x: Tensor, ys: List[Tensor], w: List[Tensor], at: int, m: Tensor, first: int, step: int) -> Tensor:
                right = (self).plain_product(x, w, at, torch.slice(m, 0, first, 9223372036854775807, step), first, step, )
                largest = torch.to(torch.amax(torch.abs(right), [0, 1], False), 6, False, False, None)
                worst = torch.zeros_like(largest)
                for i in range(torch.len(ys)):
                  y = torch.slice(ys[i], 2, first, 9223372036854775807, step)
                  d = torch.abs(torch.sub(y, torch.slice(right, 1, 0, torch.size(y, 1), 1)))
                  worst = torch.maximum(worst, torch.to(torch.amax(d, [0, 1], False), 6, False, False, None))
                return torch.max(torch.div(worst, torch.clamp_min(largest, 1.0e-30)))
              def drop(self: __torch__.{class}, w: List[Tensor]) -> NoneType:
                for i in range({slots}):
                  _0 = torch.pop(w, -1)
                return None
            """;

    private static final String UNCOMPARED_FACTOR = """
              def append_factor(self: __torch__.{class}, w: List[Tensor], m: Tensor, layout: int, compared: bool) -> Tensor:
                _0 = torch.append(w, m)
                return torch.zeros([1], dtype=6, layout=None, device=None, pin_memory=None)
              def product(self: __torch__.{class}, x: Tensor, m: Tensor, n: int, b: Optional[Tensor]) -> Tensor:
                return torch.linear(x, m, b)
            """;

    private static final String ONE_TENSOR_LINEAR = """
              def plain_product(self: __torch__.{class}, x: Tensor, w: List[Tensor], i: int, m: Tensor, first: int, step: int) -> Tensor:
                return torch.linear(x, torch.contiguous(m), None)
              def linear(self: __torch__.{class}, x: Tensor, w: List[Tensor], i: int, n: int, b: Optional[Tensor]) -> Tensor:
                return (self).product(x, w[i], n, b, )
            """;

    /** Matrices as they are. */
    static final String PLAIN = COMPARISON + ONE_TENSOR_LINEAR + UNCOMPARED_FACTOR + """
              def append_matrix(self: __torch__.{class}, w: List[Tensor], m: Tensor, layout: int) -> NoneType:
                _0 = torch.append(w, m)
                return None
            """;

    /** Matrices reordered by oneDNN, some padded with rows of zeros, some as they are. */
    static final String PREPACKED = COMPARISON + ONE_TENSOR_LINEAR + """
              def append_matrix(self: __torch__.{class}, w: List[Tensor], m: Tensor, layout: int) -> NoneType:
                p = m
                if layout == {padded}:
                  more = {multiple} - torch.size(m, 0) % {multiple}
                  zeros = torch.zeros([more, torch.size(m, 1)], dtype={dtype}, layout=None, device={device}, pin_memory=None)
                  p = torch.cat([m, zeros], 0)
                if layout != {plain}:
                  p = ops.mkldnn._reorder_linear_weight(torch.contiguous(p), None)
                _0 = torch.append(w, p)
                return None
              def append_factor(self: __torch__.{class}, w: List[Tensor], m: Tensor, layout: int, compared: bool) -> Tensor:
                _0 = (self).append_matrix(w, m, layout, )
                if compared:
                  result = (self).difference(w, m, )
                else:
                  result = torch.zeros([1], dtype=6, layout=None, device=None, pin_memory=None)
                return result
              def product(self: __torch__.{class}, x: Tensor, m: Tensor, n: int, b: Optional[Tensor]) -> Tensor:
                if ops.prim.is_mkldnn(m):
                  if torch.size(m, 0) > n:
                    y = torch.slice((self).packed_product(x, m, annotate(Optional[Tensor], None), ), -1, 0, n, 1)
                    if torch.__isnot__(b, None):
                      y = torch.add(y, unchecked_cast(Tensor, b))
                  else:
                    y = (self).packed_product(x, m, b, )
                else:
                  y = torch.linear(x, m, b)
                return y
              def packed_product(self: __torch__.{class}, x: Tensor, m: Tensor, b: Optional[Tensor]) -> Tensor:
                return ops.mkldnn._linear_pointwise(x, m, b, "none", annotate(List[Optional[number]], []), "")
            """;

    /**
     * A matrix as integers and, behind them, a factor for each row. Rows go in blocks, so that float32 copies stay small, and
     * are divided by the factor as it was rounded. For many rows it is faster to widen the integers, which are exact in
     * bfloat16, before a product; where the product with integers is wrong, they are kept so.
     */
    static final String INTEGERS = COMPARISON + UNCOMPARED_FACTOR + """
              def append_matrix(self: __torch__.{class}, w: List[Tensor], m: Tensor, layout: int) -> NoneType:
                largest = torch.maximum(torch.amax(m, [1], True), torch.neg(torch.amin(m, [1], True)))
                factor = torch.clamp_min(torch.div(torch.to(largest, 6, False, False, None), 127.), 1.0e-30)
                factor = torch.to(factor, {dtype}, False, False, None)
                q = torch.empty(torch.size(m), dtype=1, layout=None, device={device}, pin_memory=None, memory_format=None)
                n = torch.size(m, 0)
                first = 0
                while first < n:
                  end = first + 64
                  if end > n:
                    end = n
                  rows = torch.to(torch.slice(m, 0, first, end, 1), 6, False, False, None)
                  rows = torch.round(torch.div(rows, torch.slice(factor, 0, first, end, 1)))
                  _0 = torch.copy_(torch.slice(q, 0, first, end, 1), torch.clamp(rows, -127., 127.), False)
                  first = end
                if layout == {plain}:
                  q = torch.to(q, {dtype}, False, False, None)
                _1 = torch.append(w, q)
                _2 = torch.append(w, torch.reshape(factor, [-1]))
                return None
              def plain_product(self: __torch__.{class}, x: Tensor, w: List[Tensor], i: int, m: Tensor, first: int, step: int) -> Tensor:
                q = torch.slice(w[i], 0, first, 9223372036854775807, step)
                return (self).widened_product(x, q, torch.slice(w[i + 1], 0, first, 9223372036854775807, step), )
              def widened_product(self: __torch__.{class}, x: Tensor, q: Tensor, factor: Tensor) -> Tensor:
                return torch.mul_(torch.linear(x, torch.to(q, {dtype}, False, False, None), None), factor)
              def linear(self: __torch__.{class}, x: Tensor, w: List[Tensor], i: int, n: int, b: Optional[Tensor]) -> Tensor:
                q = w[i]
                rows = torch.reshape(x, [-1, torch.size(q, 1)])
                wide = torch.size(rows, 0) > 20
                if ops.prim.dtype(q) != 1:
                  wide = True
                if wide:
                  y = (self).widened_product(rows, q, w[i + 1], )
                else:
                  y = (self).integer_product(rows, q, w[i + 1], )
                if torch.__isnot__(b, None):
                  y = torch.add_(y, unchecked_cast(Tensor, b))
                return torch.reshape(y, [1, -1, torch.size(q, 0)])
              def integer_product(self: __torch__.{class}, x: Tensor, q: Tensor, factor: Tensor) -> Tensor:
                return torch._weight_int8pack_mm(torch.contiguous(x), q, factor)
            """;
}
