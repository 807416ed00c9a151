// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

/** The part of {@link DecoderTemplate} that computes attention of one sequence, block by block, and its masks. */
final class MaskTemplate {

    private MaskTemplate() {}

    /**
     * The keys that each query of a pass attends to. A mask is needed for a pass of several tokens unless they attend
     * causally to all tokens before them. Queries go in blocks of 512, so that masks and scores of long prompts stay small;
     * a window cuts the keys of each block.
     */
    static final String TEXT = """
              def start(self: __torch__.{class}, query: int, window: int) -> int:
                first = 0
                if window > 0:
                  if query >= window:
                    first = query - window + 1
                return first
              def block_end(self: __torch__.{class}, first: int, t: int) -> int:
                end = first + 512
                if end > t:
                  end = t
                return end
              def masks(self: __torch__.{class}, at: Tensor, segments: List[List[int]], calls: List[List[int]], window: int) -> List[List[Tensor]]:
                masks = annotate(List[List[Tensor]], [])
                for i in range(torch.len(calls)):
                  if torch.len(calls[i]) > 1:
                    own = (self).shared_masks(at, calls[i], window, )
                  else:
                    segment = segments[calls[i][0]]
                    if torch.len(segment) > 4:
                      positions = torch.slice(at, 0, segment[0], segment[1], 1)
                      own = [(self).tree_mask(positions, segment, window, )]
                    else:
                      own = (self).chain_masks(segment[1] - segment[0], segment[2], window, )
                  _0 = torch.append(masks, own)
                return masks
              def tree_mask(self: __torch__.{class}, at: Tensor, segment: List[int], window: int) -> Tensor:
                t = segment[1] - segment[0]
                pos = segment[2]
                first = (self).start(pos, window, )
                hidden = torch.eq(torch.tensor(torch.slice(segment, 4, 9223372036854775807, 1), dtype=4, device={device}), 0)
                before = torch.zeros([t, pos - first], dtype=11, layout=None, device={device}, pin_memory=None)
                hidden = torch.cat([before, torch.reshape(hidden, [t, t])], 1)
                if window > 0:
                  j = torch.cat([torch.arange(first, pos, dtype=4, layout=None, device={device}, pin_memory=None), at], 0)
                  hidden = torch.__or__(hidden, torch.le(torch.unsqueeze(j, 0), torch.sub(torch.unsqueeze(at, 1), window)))
                return (self).mask(hidden, )
              def chain_masks(self: __torch__.{class}, t: int, pos: int, window: int) -> List[Tensor]:
                masks = annotate(List[Tensor], [])
                first = 0
                if (self).maskless(t, pos, window, ):
                  first = t
                while first < t:
                  end = (self).block_end(first, t, )
                  i = torch.unsqueeze(torch.arange(pos + first, pos + end, dtype=4, layout=None, device={device}, pin_memory=None), 1)
                  j = torch.unsqueeze(torch.arange((self).start(pos + first, window, ), pos + end, dtype=4, layout=None, device={device}, pin_memory=None), 0)
                  hidden = torch.gt(j, i)
                  if window > 0:
                    hidden = torch.__or__(hidden, torch.le(j, torch.sub(i, window)))
                  _0 = torch.append(masks, (self).mask(hidden, ))
                  first = end
                return masks
              def attend(self: __torch__.{class}, q: Tensor, k: Tensor, v: Tensor, masks: List[Tensor], pos: int, window: int) -> Tensor:
                t = torch.size(q, 1)
                if torch.len(masks) == 0:
                  s = (self).start(pos, window, )
                  result = (self).attend_block(q, torch.slice(k, 2, s, pos + t, 1), torch.slice(v, 2, s, pos + t, 1), annotate(Optional[Tensor], None), )
                else:
                  blocks = annotate(List[Tensor], [])
                  first = 0
                  for i in range(torch.len(masks)):
                    end = (self).block_end(first, t, )
                    s = (self).start(pos + first, window, )
                    b = torch.slice(q, 1, first, end, 1)
                    _0 = torch.append(blocks, (self).attend_block(b, torch.slice(k, 2, s, pos + end, 1), torch.slice(v, 2, s, pos + end, 1), masks[i], ))
                    first = end
                  result = torch.cat(blocks, 1)
                return result
            """;
}
