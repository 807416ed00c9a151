// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers failed requests with problem details; before Spring's own advice, which does not look at causes. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> explain(BadQuestionException failure) {
        return response(Problems.of(failure));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> explain(RefusedException failure) {
        return response(Problems.of(failure));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> explain(NoReplyException failure) {
        return response(Problems.of(failure));
    }

    /** Sets the content type, since otherwise nothing is written to a client that accepts events only. */
    private static ResponseEntity<ProblemDetail> response(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
