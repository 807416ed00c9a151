package io.github.aligner4j.runtime.djl;

/** The parts of {@link DecoderTemplate} that say how linear layers are kept and computed. */
final class MatrixTemplate {

    private MatrixTemplate() {}

    /** A matrix as it is, or as {@code {packed}} makes it. */
    static final String ONE_TENSOR = """
              def append_matrix(self: __torch__.{class}, w: List[Tensor], m: Tensor) -> NoneType:
                _0 = torch.append(w, {packed})
                return None
            """;

    static final String ONE_TENSOR_LINEAR = """
              def linear(self: __torch__.{class}, x: Tensor, w: List[Tensor], i: int, b: Optional[Tensor]) -> Tensor:
                return {product}
            """;

    /**
     * A matrix as integers and, behind them, a factor for each row. Rows go in blocks, so that float32 copies stay small, and
     * are divided by the factor as it was rounded.
     */
    static final String INTEGERS = """
              def append_matrix(self: __torch__.{class}, w: List[Tensor], m: Tensor) -> NoneType:
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
                _1 = torch.append(w, q)
                _2 = torch.append(w, torch.reshape(factor, [-1]))
                return None
            """;

    /** Products with integers; for many rows it is faster to widen the integers, which are exact in bfloat16, first. */
    static final String INTEGER_LINEAR = """
              def linear(self: __torch__.{class}, x: Tensor, w: List[Tensor], i: int, b: Optional[Tensor]) -> Tensor:
                q = w[i]
                factor = w[i + 1]
                rows = torch.reshape(x, [-1, torch.size(q, 1)])
                if torch.size(rows, 0) > 20:
                  y = torch.mul_(torch.linear(rows, torch.to(q, {dtype}, False, False, None), None), factor)
                else:
                  y = torch._weight_int8pack_mm(torch.contiguous(rows), q, factor)
                if torch.__isnot__(b, None):
                  y = torch.add_(y, unchecked_cast(Tensor, b))
                return torch.reshape(y, [1, -1, torch.size(q, 0)])
            """;
}
