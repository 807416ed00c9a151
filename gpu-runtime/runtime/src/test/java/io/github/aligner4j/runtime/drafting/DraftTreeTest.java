// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.drafting;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DraftTreeTest {

    /** Root with children 5 and 6; 5 has the children 7 and 8. */
    private static final DraftTree TREE = new DraftTree(new int[] {5, 6, 7, 8}, new int[] {-1, -1, 0, 0});

    @Test
    void nothing_is_an_empty_chain() {
        assertThat(DraftTree.NONE.size()).isZero();
        assertThat(DraftTree.NONE.isChain()).isTrue();
        assertThat(DraftTree.NONE.child(DraftTree.ROOT, 1)).isEqualTo(-1);
    }

    @Test
    void a_chain_puts_each_token_below_the_one_before() {
        DraftTree chain = DraftTree.chain(4, 4, 9);

        assertThat(chain.parents()).containsExactly(-1, 0, 1);
        assertThat(chain.isChain()).isTrue();
        assertThat(TREE.isChain()).isFalse();
    }

    @Test
    void a_child_is_found_by_its_token_below_its_parent_only() {
        assertThat(TREE.child(DraftTree.ROOT, 6)).isEqualTo(1);
        assertThat(TREE.child(0, 8)).isEqualTo(3);
        assertThat(TREE.child(1, 8)).isEqualTo(-1);
        assertThat(TREE.child(DraftTree.ROOT, 8)).isEqualTo(-1);
    }

    @Test
    void depth_counts_the_nodes_above() {
        assertThat(TREE.depth(1)).isZero();
        assertThat(TREE.depth(3)).isEqualTo(1);
        assertThat(DraftTree.chain(1, 2, 3).depth(2)).isEqualTo(2);
    }

    @Test
    void a_node_before_its_parent_is_refused() {
        assertThatThrownBy(() -> new DraftTree(new int[] {1, 2}, new int[] {-1, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the parent of node 1 of a draft tree must be between -1 and 0, but was 1");
        assertThatThrownBy(() -> new DraftTree(new int[] {1}, new int[] {-2}))
                .hasMessage("the parent of node 0 of a draft tree must be between -1 and -1, but was -2");
    }

    @Test
    void siblings_of_one_token_are_refused() {
        assertThatThrownBy(() -> new DraftTree(new int[] {1, 1}, new int[] {-1, -1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node 1 of a draft tree repeats its sibling's token 1; give it once");
    }

    @Test
    void tokens_and_parents_come_in_pairs() {
        assertThatThrownBy(() -> new DraftTree(new int[] {1, 2}, new int[] {-1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a draft tree needs one parent per token, but has 2 tokens and 1 parents");
    }
}
