package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCall;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.text.StructuredText;

/** Corrects one answer, unless it is one that nobody reads. */
record AnswerCorrector(Aligner aligner, StructuredOutput structuredOutput) {

    /** Returns whether {@code answer} stays as it is; {@code formatted} says that the caller asked for a format. */
    boolean passes(String answer, boolean formatted) {
        return answer.isBlank() || (structuredOutput == StructuredOutput.PASS && isStructured(answer, formatted));
    }

    /** Returns the correction of an answer that does not pass. */
    Correction correct(CorrectionRequest request, boolean formatted, CorrectionCall call) {
        if (!isStructured(request.answer(), formatted)) {
            return aligner.correct(request, call);
        }
        Correction tried = aligner.correct(request, call.heardBy(piece -> {}));
        Correction kept = StructuredText.isJson(tried.answer())
                ? tried
                : Correction.of(request.answer(), request.answer(), tried.usage(), tried.elapsed());
        call.emit(kept.answer());
        return kept;
    }

    private static boolean isStructured(String answer, boolean formatted) {
        return formatted || StructuredText.isJson(answer);
    }
}
