package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCall;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionCancelledException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.TokenUsage;
import io.github.aligner4j.text.JsonStrings;
import io.github.aligner4j.text.StructuredText;
import java.time.Duration;
import java.util.regex.Pattern;

/** Corrects one answer, or what is prose in it, unless it is one that only a program reads. */
record AnswerCorrector(Aligner aligner, StructuredOutput structuredOutput) {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s");

    /** Returns whether {@code answer} stays as it is; {@code formatted} says that the caller asked for a format. */
    boolean passes(String answer, boolean formatted) {
        if (answer.isBlank()) {
            return true;
        }
        boolean json = StructuredText.isJson(answer);
        return structuredOutput == StructuredOutput.SKIP ? json || formatted : formatted && !json;
    }

    /** Returns a corrector that does the same by another Aligner. */
    AnswerCorrector by(Aligner other) {
        return new AnswerCorrector(other, structuredOutput);
    }

    /** Returns the correction of an answer that does not pass. The text that {@code call} hears is its answer. */
    Correction correct(CorrectionRequest request, CorrectionCall call) {
        return StructuredText.isJson(request.answer()) ? values(request, call) : heard(request, call);
    }

    private Correction heard(CorrectionRequest request, CorrectionCall call) {
        if (!call.heard()) {
            return asked(request, call);
        }
        StringBuilder heard = new StringBuilder();
        Correction correction = asked(request, call.heardBy(piece -> {
            heard.append(piece);
            call.emit(piece);
        }));
        String answer = correction.answer();
        if (!answer.startsWith(heard.toString())) {
            throw new AlignerException(
                    "the Aligner let " + heard.length() + " characters be heard that do not begin the " + "answer of "
                            + answer.length() + " characters it returned; its correct(request, call) is broken");
        }
        // Nothing is left to emit, unless the Aligner takes no notice of who listens.
        call.emit(answer.substring(heard.length()));
        return correction;
    }

    private Correction values(CorrectionRequest request, CorrectionCall call) {
        CorrectionCall unheard = call.unheard();
        TokenUsage[] usage = {TokenUsage.NONE};
        long started = System.nanoTime();
        String corrected = JsonStrings.map(request.answer(), value -> {
            if (value.isBlank() || !WHITE_SPACE.matcher(value).find()) {
                return value;
            }
            Correction correction = asked(request.withAnswer(value), unheard);
            usage[0] = usage[0].plus(correction.usage());
            return correction.answer();
        });
        call.emit(corrected);
        return Correction.of(request.answer(), corrected, usage[0], Duration.ofNanos(System.nanoTime() - started));
    }

    private Correction asked(CorrectionRequest request, CorrectionCall call) {
        try {
            return aligner.correct(request, call);
        } catch (AlignerException | CompletionCancelledException e) {
            throw e;
        } catch (CompletionModelException e) {
            throw new AlignerException("the Aligner gave no correction: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // A stranger's message may quote the texts, so only its type is repeated.
            throw new AlignerException(
                    "the Aligner gave no correction: " + e.getClass().getName(), e);
        }
    }
}
