// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

/** The part of {@link DecoderTemplate} that computes attention of several sequences in one call, see {@link AttentionCalls}. */
final class TogetherTemplate {

    private TogetherTemplate() {}

    /**
     * The keys and values of n sequences are gathered from their slab, as many for each as the longest of them has, rounded
     * up to a multiple of 8; each has t queries, and a mask hides what is not its own. The g query heads of a key/value
     * head are further queries, so that keys are read once.
     *
     * <p>A call is n, t, then four numbers for each sequence: its first token in the pass, its number of tokens, the number of
     * those before them, and its first row in the slab; then a number for each query, whose i-th bit tells whether it
     * attends to the i-th of the sequence's own tokens.
     */
    static final String TEXT = """
              def shared_masks(self: __torch__.{class}, at: Tensor, call: List[int], window: int) -> List[Tensor]:
                n = call[0]
                t = call[1]
                longest = 1
                for i in range(n):
                  held = call[4 * i + 4]
                  keys = held + call[4 * i + 3] - (self).start(held, window, )
                  if keys > longest:
                    longest = keys
                sequences = torch.view(torch.tensor(torch.slice(call, 2, 2 + 4 * n, 1), dtype=4, device={device}), [n, 4])
                bits = torch.view(torch.tensor(torch.slice(call, 2 + 4 * n, 9223372036854775807, 1), dtype=4, device={device}), [n, t, 1])
                last = torch.sub(torch.slice(sequences, 1, 1, 2, 1), 1)
                held = torch.slice(sequences, 1, 2, 3, 1)
                first = torch.zeros_like(held)
                if window > 0:
                  first = torch.clamp_min(torch.sub(held, window - 1), 0)
                keys = torch.arange(0, (longest + 7) // 8 * 8, dtype=4, layout=None, device={device}, pin_memory=None)
                keys = torch.add(first, torch.unsqueeze(keys, 0))
                own = torch.sub(keys, held)
                rows = torch.add(torch.minimum(keys, torch.add(held, last)), torch.slice(sequences, 1, 3, 4, 1))
                queries = torch.unsqueeze(torch.arange(0, t, dtype=4, layout=None, device={device}, pin_memory=None), 0)
                queries = torch.add(torch.minimum(queries, last), torch.slice(sequences, 1, 0, 1, 1))
                visible = torch.bitwise_and(torch.bitwise_right_shift(bits, torch.unsqueeze(torch.clamp(own, 0, 63), 1)), 1)
                hidden = torch.__and__(torch.unsqueeze(torch.ge(own, 0), 1), torch.eq(visible, 0))
                if window > 0:
                  depths = torch.view(torch.index_select(at, 0, torch.flatten(queries)), [n, t])
                  own_depths = torch.gather(depths, 1, torch.clamp(own, 0, t - 1))
                  key_depths = torch.where(torch.ge(own, 0), own_depths, keys)
                  hidden = torch.__or__(hidden, torch.le(torch.unsqueeze(key_depths, 1), torch.sub(torch.unsqueeze(depths, 2), window)))
                zeros = torch.zeros([n, 1, {group}, t, torch.size(keys, 1)], dtype={cacheType}, layout=None, device={device}, pin_memory=None)
                mask = torch.masked_fill_(zeros, torch.unsqueeze(torch.unsqueeze(hidden, 1), 1), -inf)
                queries = torch.flatten(queries)
                if n * t == torch.size(at, 0):
                  queries = torch.slice(queries, 0, 0, 0, 1)
                return [torch.view(mask, [n, 1, {group} * t, -1]), queries, torch.flatten(rows)]
              def attend_together(self: __torch__.{class}, q: Tensor, kv: Tensor, plan: List[Tensor]) -> Tensor:
                mask = plan[0]
                n = torch.size(mask, 0)
                t = torch.size(mask, 2) // {group}
                if torch.size(plan[1], 0) > 0:
                  q = torch.index_select(q, 0, plan[1])
                q = torch.permute(torch.reshape(q, [n, t, {groups}, {group}, {size}]), [0, 2, 3, 1, 4])
                pairs = torch.view(torch.index_select(kv, 2, plan[2]), [2, {groups}, n, -1, {size}])
                k = torch.transpose(torch.select(pairs, 0, 0), 0, 1)
                v = torch.transpose(torch.select(pairs, 0, 1), 0, 1)
                a = (self).fused(torch.reshape(q, [n, {groups}, {group} * t, {size}]), k, v, mask, False, )
                a = torch.permute(torch.reshape(a, [n, {groups}, {group}, t, {size}]), [0, 3, 1, 2, 4])
                return torch.reshape(a, [1, n * t, {queries}])
            """;
}
