package io.github.aligner4j.runtime.tokenizer;

import java.util.List;

/** A part of a regular expression, as far as it matters for the work of matching it. */
sealed interface RegexNode {

    /** Returns true if it can match the empty text. */
    boolean nullable();

    /** Returns true if it can fail at some place of a text. */
    boolean fallible();

    /** Returns true if it contains an unbounded repetition. */
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

    /** A condition on the place, or on what is before or after it. */
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

    /** Parts that follow each other; none is a part that matches nothing. */
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

    /** A group that is not tried again once it has matched. */
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
     * A part several times.
     *
     * @param most {@link #UNBOUNDED} if there is no bound
     */
    record Repetition(RegexNode body, int least, int most) implements RegexNode {

        static final int UNBOUNDED = Integer.MAX_VALUE;

        @Override
        public boolean nullable() {
            return least == 0 || body.nullable();
        }

        @Override
        public boolean fallible() {
            return least > 0 && body.fallible();
        }

        @Override
        public boolean unbounded() {
            return most == UNBOUNDED || body.unbounded();
        }
    }
}
