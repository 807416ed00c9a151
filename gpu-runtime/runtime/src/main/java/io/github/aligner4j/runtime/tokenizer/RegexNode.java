// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import java.util.List;

/** A part of a regular expression, reduced to what determines the cost of matching. */
sealed interface RegexNode {

    /** Returns whether it can match the empty text. */
    boolean nullable();

    /** Returns whether it fails at some positions of some texts. */
    boolean fallible();

    /** Returns whether it contains an unbounded repetition. */
    boolean unbounded();

    /** One character of some kind. */
    record AnyCharacter() implements RegexNode {
        @Override
        public boolean nullable() {
            return false;
        }

        @Override
        public boolean fallible() {
            return true;
        }

        @Override
        public boolean unbounded() {
            return false;
        }
    }

    /** A condition on the position, or on the text before or after it. */
    record Condition(RegexNode body) implements RegexNode {
        @Override
        public boolean nullable() {
            return true;
        }

        @Override
        public boolean fallible() {
            return true;
        }

        @Override
        public boolean unbounded() {
            return false;
        }
    }

    /** Parts in sequence; without any it matches the empty text. */
    record Sequence(List<RegexNode> parts) implements RegexNode {

        public Sequence {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean nullable() {
            return parts.stream().allMatch(RegexNode::nullable);
        }

        @Override
        public boolean fallible() {
            return parts.stream().anyMatch(RegexNode::fallible);
        }

        @Override
        public boolean unbounded() {
            return parts.stream().anyMatch(RegexNode::unbounded);
        }
    }

    /** One of several parts, tried in this order. */
    record Choice(List<RegexNode> branches) implements RegexNode {

        public Choice {
            branches = List.copyOf(branches);
        }

        @Override
        public boolean nullable() {
            return branches.stream().anyMatch(RegexNode::nullable);
        }

        @Override
        public boolean fallible() {
            return branches.stream().allMatch(RegexNode::fallible);
        }

        @Override
        public boolean unbounded() {
            return branches.stream().anyMatch(RegexNode::unbounded);
        }
    }

    /** A group that does not backtrack once it has matched. */
    record Atomic(RegexNode body) implements RegexNode {
        @Override
        public boolean nullable() {
            return body.nullable();
        }

        @Override
        public boolean fallible() {
            return body.fallible();
        }

        @Override
        public boolean unbounded() {
            return body.unbounded();
        }
    }

    /**
     * A repeated part.
     *
     * @param body the part
     * @param min minimum number of repetitions
     * @param max maximum number of repetitions, {@link #UNBOUNDED} if there is none
     */
    record Repetition(RegexNode body, int min, int max) implements RegexNode {

        static final int UNBOUNDED = Integer.MAX_VALUE;

        @Override
        public boolean nullable() {
            return min == 0 || body.nullable();
        }

        @Override
        public boolean fallible() {
            return min > 0 && body.fallible();
        }

        @Override
        public boolean unbounded() {
            return max == UNBOUNDED || body.unbounded();
        }
    }
}
