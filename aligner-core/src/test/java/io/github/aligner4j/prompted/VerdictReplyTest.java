// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.prompted.PromptedComparison.Better;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VerdictReplyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VERDICT: 1 | FIRST | ''",
                "It is kinder.;VERDICT: 2 | SECOND | It is kinder.",
                "It is kinder.;;**VERDICT: 2** | SECOND | It is kinder.",
                "VERDICT: TIE;Both are the same. | NEITHER | Both are the same.",
                "Verdict: tie. | NEITHER | ''",
                "a;b;;### Verdict: **Candidate 1** | FIRST | a;b",
                "It says \"VERDICT: 1\", which is no reason.;VERDICT: 2 | SECOND | It says \"VERDICT: 1\", which is no reason.",
                "My verdict is clear.;VERDICT:[2] | SECOND | My verdict is clear.",
            })
    void a_verdict_stands_before_or_after_its_reason(String reply, Better better, String reason) {
        assertThat(VerdictReply.parse(reply.replace(';', '\n')))
                .isEqualTo(new VerdictReply(better, reason.replace(';', '\n')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "TIE",
                "The first one.",
                "VERDICT 1",
                "VERDICT: A",
                "VERDICT: 3",
                "VERDICT: 12",
                "VERDICT: 1 or 2",
                "VERDICT: 1, since it is kinder",
                "The VERDICT: 1",
                "a;VERDICT: 1;b",
                "VERDICT: 1;VERDICT: 2",
                "VERDICT: 1;a;VERDICT: 1",
                "VERDICT: none;VERDICT: 1",
                "VERDICT: ١",
            })
    void anything_else_is_no_verdict(String reply) {
        String text = reply.replace(';', '\n');

        assertThatThrownBy(() -> VerdictReply.parse(text))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("but its reply of " + text.length() + " characters ")
                .hasMessageContaining("use a more capable model");
    }

    @Property
    void a_reason_never_changes_the_verdict(@ForAll("reasons") String reason, @ForAll Better better) {
        String verdict = "VERDICT: " + (better == Better.FIRST ? "1" : better == Better.SECOND ? "2" : "TIE");

        assertThat(VerdictReply.parse(reason + "\n" + verdict)).isEqualTo(new VerdictReply(better, reason.strip()));
        assertThat(VerdictReply.parse(verdict + "\n" + reason)).isEqualTo(new VerdictReply(better, reason.strip()));
    }

    @Property
    void two_verdicts_are_none_wherever_they_stand(
            @ForAll("reasons") String reason, @ForAll("verdicts") String first, @ForAll("verdicts") String second) {
        assertThatThrownBy(() -> VerdictReply.parse(first + "\n" + reason + "\n" + second))
                .isInstanceOf(CorrectionRejectedException.class);
    }

    @Property
    void any_text_is_a_verdict_or_rejected(@ForAll String text) {
        try {
            assertThat(VerdictReply.parse(text).better()).isNotNull();
        } catch (CorrectionRejectedException e) {
            assertThat(e).hasMessageContaining("the judge was asked for");
        }
    }

    @Provide
    Arbitrary<String> verdicts() {
        return Arbitraries.of("VERDICT: 1", "**Verdict: 2**", "verdict: tie", "VERDICT: both", "> VERDICT : 1");
    }

    /** Lines of which none begins with the word, also such that name it. */
    @Provide
    Arbitrary<String> reasons() {
        return Arbitraries.of(
                        "The first is kinder.",
                        "The answer says VERDICT: 1.",
                        "1",
                        "TIE",
                        "Verdicts: none",
                        "ok:",
                        "<b>")
                .list()
                .ofMaxSize(4)
                .map(lines -> String.join("\n", lines));
    }
}
