// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.prompted.PromptedComparison.Better;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rules by which a chat model's reply is read as a verdict on two answers.
 *
 * <p>Exactly one line begins with the word {@code VERDICT} and a colon, in any case and with any Markdown ornaments around it. It says
 * {@code 1}, {@code 2} or {@code TIE} and nothing else, and it is the first or the last line that is not blank. The other lines are the
 * reason. Whatever breaks a rule is no verdict: a judge that can't be understood prefers nothing.
 *
 * @param better the better answer
 * @param reason the reason; empty if the reply has none
 */
record VerdictReply(Better better, String reason) {

    private static final String NOISE = "[\\s\"'`*_#>(\\[\\])-]*+";

    private static final Pattern BEGINS = Pattern.compile(NOISE + "verdict" + NOISE + ":.*+", Pattern.CASE_INSENSITIVE);

    private static final Pattern VERDICT = Pattern.compile(
            NOISE + "verdict" + NOISE + ":" + NOISE + "(?:candidate" + NOISE + ")?(1|2|tie)" + NOISE + "[.!]?+" + NOISE,
            Pattern.CASE_INSENSITIVE);

    /**
     * Parses a reply.
     *
     * @throws CorrectionRejectedException if it is no verdict
     */
    static VerdictReply parse(String reply) {
        List<String> lines = reply.strip().lines().toList();
        List<Integer> verdicts = IntStream.range(0, lines.size())
                .filter(i -> BEGINS.matcher(lines.get(i)).matches())
                .boxed()
                .toList();
        if (verdicts.size() != 1) {
            throw rejected("has " + verdicts.size() + " lines that begin with VERDICT", reply);
        }
        int line = verdicts.get(0);
        if (line != 0 && line != lines.size() - 1) {
            throw rejected("has its verdict between other lines", reply);
        }
        Matcher verdict = VERDICT.matcher(lines.get(line));
        if (!verdict.matches()) {
            throw rejected("has a verdict that is neither 1 nor 2 nor TIE", reply);
        }
        List<String> others = line == 0 ? lines.subList(1, lines.size()) : lines.subList(0, line);
        return new VerdictReply(
                better(verdict.group(1)),
                others.stream().collect(Collectors.joining("\n")).strip());
    }

    private static Better better(String verdict) {
        return switch (verdict) {
            case "1" -> Better.FIRST;
            case "2" -> Better.SECOND;
            default -> Better.NEITHER;
        };
    }

    private static CorrectionRejectedException rejected(String problem, String reply) {
        return new CorrectionRejectedException(
                "the judge was asked for a reason and one last line 'VERDICT: 1', 'VERDICT: 2' or"
                        + " 'VERDICT: TIE', but its reply of " + reply.length() + " characters " + problem
                        + "; use a more capable model as the judge, or check its prompt");
    }
}
