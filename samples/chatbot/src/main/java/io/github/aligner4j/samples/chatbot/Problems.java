package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.completion.CompletionModelException;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Says in the words of RFC 9457 what went wrong with a question. */
final class Problems {

    private static final int MAX_DETAIL = 400;

    private Problems() {}

    /** Returns the problem that {@code failure} is for the one who asked. */
    static ProblemDetail of(Throwable failure) {
        if (failure instanceof BadQuestionException) {
            return problem(HttpStatus.BAD_REQUEST, "The question can't be asked", failure);
        }
        if (causes(failure).anyMatch(Problems::isAligners)) {
            return problem(
                    HttpStatus.SERVICE_UNAVAILABLE, "The answer was held back: it could not be corrected", failure);
        }
        return problem(HttpStatus.BAD_GATEWAY, "The upstream model did not answer", failure);
    }

    private static boolean isAligners(Throwable cause) {
        return cause instanceof AlignerException || cause instanceof CompletionModelException;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(10);
    }

    private static ProblemDetail problem(HttpStatus status, String title, Throwable failure) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail(failure));
        problem.setTitle(title);
        return problem;
    }

    /** The outermost message that says something; wrapped exceptions often have none. */
    private static String detail(Throwable failure) {
        String message = causes(failure)
                .map(Throwable::getMessage)
                .filter(text -> text != null && !text.isBlank())
                .findFirst()
                .orElse(failure.getClass().getSimpleName());
        return message.length() <= MAX_DETAIL ? message : message.substring(0, MAX_DETAIL) + "…";
    }
}
