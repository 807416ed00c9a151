// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.DeviceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.MissingResourceException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever an Aligner or a model throws, each call and each stream ends, without uncorrected text. */
class ErrorsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    static Stream<Supplier<Error>> errors() {
        return Stream.of(
                () -> new AssertionError("no"),
                OutOfMemoryError::new,
                StackOverflowError::new,
                () -> new NoClassDefFoundError("a/B"),
                () -> new ExceptionInInitializerError("c"),
                () -> new InternalError("d"));
    }

    private static ScriptedModel words() {
        return new ScriptedModel().turn(Replies.word("hello "), Replies.word("idiot"), Replies.text(""));
    }

    private static ChatClient client(ChatModel model, Aligner aligner) {
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(aligner))
                .build();
    }

    private static void assertEnds(Aligner aligner, Error error, String... streamed) {
        StepVerifier.create(client(words(), aligner).prompt("hi").stream().content())
                .expectNext(streamed)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(AlignerException.class)
                        .hasMessageStartingWith("the Aligner ")
                        .hasMessageEndingWith(error.getClass().getName())
                        .hasCause(error))
                .verify(SOON);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_in_an_aligner_ends_a_stream_and_a_call(Supplier<Error> errors) {
        Error error = errors.get();
        Aligner broken = (request, context) -> {
            throw error;
        };

        assertEnds(broken, error);
        assertThatThrownBy(() -> client(ScriptedModel.saying("hello idiot"), broken)
                        .prompt("hi")
                        .call()
                        .content())
                .isInstanceOf(AlignerException.class)
                .hasCause(error);
    }

    @Test
    void a_failure_that_can_not_be_read_ends_the_stream_like_any() {
        Error unreadable = new Error() {
            @Override
            public synchronized Throwable getCause() {
                throw new IllegalStateException("whatever");
            }
        };
        StepVerifier.create(client(words(), (request, context) -> {
                            throw unreadable;
                        })
                        .prompt("hi")
                        .stream()
                        .content())
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(AlignerException.class)
                        .hasMessageStartingWith("the Aligner gave no correction: "))
                .verify(SOON);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_after_some_words_ends_the_stream_behind_them(Supplier<Error> errors) {
        Error error = errors.get();
        assertEnds(
                new Aligner() {
                    @Override
                    public Correction correct(CorrectionRequest request, CorrectionContext context) {
                        context.emit("hello fr");
                        throw error;
                    }
                },
                error,
                "hello fr");
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_while_something_is_done_ahead_is_forgotten_and_the_answer_corrected(Supplier<Error> errors) {
        Aligner civility = new Civility();
        for (Moment moment : Moment.values()) {
            StepVerifier.create(client(words(), new Ahead(civility, moment, errors)).prompt("hi").stream()
                            .content()
                            .collectList()
                            .map(pieces -> String.join("", pieces)))
                    .expectNext("hello friend!")
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void an_error_of_the_model_ends_the_stream(Supplier<Error> errors) {
        Error error = errors.get();
        Flux<ChatClientResponse> thrown = Flux.from(subscriber -> {
            throw error;
        });
        Flux<ChatClientResponse> signalled =
                Flux.just(Advised.response(Replies.word("idiot"))).concatWith(Flux.error(error));

        for (Flux<ChatClientResponse> upstream : List.of(thrown, signalled)) {
            StepVerifier.create(Advised.advisor(new Civility())
                            .adviseStream(Advised.request(), Advised.chain(upstream))
                            // as the chain around each advisor does
                            .doOnError(failure -> {}))
                    .expectErrorSatisfies(failure -> assertThat(failure == error || failure.getCause() == error)
                            .isTrue())
                    .verify(SOON);
        }
    }

    @Test
    void a_model_that_throws_an_error_ends_the_stream() {
        ChatModel throwing = new ChatModel() {
            @Override
            public ChatResponse call(Prompt prompt) {
                throw new NoClassDefFoundError("a/B");
            }

            @Override
            public Flux<ChatResponse> stream(Prompt prompt) {
                throw new NoClassDefFoundError("a/B");
            }

            @Override
            public ChatOptions getOptions() {
                return ToolCallingChatOptions.builder().build();
            }
        };

        StepVerifier.create(
                        client(throwing, new Civility()).prompt("hi").stream().content())
                .expectErrorMessage("the upstream model gave no answer: java.lang.NoClassDefFoundError")
                .verify(SOON);
    }

    @Test
    void a_subscriber_that_throws_ends_its_stream_with_what_it_threw() {
        StepVerifier.create(client(words(), new Civility()).prompt("hi").stream()
                        .content()
                        .map(piece -> {
                            throw new AssertionError("mine");
                        }))
                .expectErrorMessage("mine")
                .verify(SOON);
    }

    @Test
    void an_aligner_that_returns_nothing_ends_the_stream() {
        StepVerifier.create(client(words(), new Mute()).prompt("hi").stream().content())
                .expectErrorMessage("the Aligner returned null; to correct nothing, return the answer as it is")
                .verify(SOON);
    }

    static Stream<Function<String, Throwable>> quoting() {
        return Stream.of(
                IllegalStateException::new,
                text -> new IllegalArgumentException("cannot read " + text, new IOException(text)),
                text -> new UncheckedIOException(new IOException(text)),
                text -> new AssertionError("expected: " + text),
                OutOfMemoryError::new,
                text -> new NoClassDefFoundError("in " + text),
                text -> new AlignerException("ours", new IllegalStateException(text)),
                text -> new CompletionModelException("ours", new IllegalStateException(text)),
                // Can't be made again without its message.
                text -> new MissingResourceException(text, "a", "b"));
    }

    @ParameterizedTest
    @MethodSource("quoting")
    void what_a_stream_fails_with_quotes_nobody_and_has_a_cause_of_the_same_class(Function<String, Throwable> quoting) {
        Throwable thrown = quoting.apply("a: hello idiot");
        Aligner failing = (request, context) -> {
            ErrorsTest.<RuntimeException>raise(thrown);
            return Correction.of(request.answer(), request.answer());
        };

        for (Aligner aligner :
                List.of(failing, AlignerStack.builder("s").layer("x", failing).build())) {
            StepVerifier.create(client(words(), aligner).prompt("hi").stream().content())
                    .expectErrorSatisfies(failure -> {
                        StringWriter log = new StringWriter();
                        failure.printStackTrace(new PrintWriter(log));
                        assertThat(log.toString())
                                .doesNotContain("idiot")
                                .contains(thrown.getClass().getName());
                        assertThat(failure).isInstanceOf(AlignerException.class);
                        assertThat(Stream.iterate(failure, cause -> cause != null, Throwable::getCause))
                                .anyMatch(cause -> cause.getStackTrace().length > 0
                                        && Arrays.equals(cause.getStackTrace(), thrown.getStackTrace()));
                    })
                    .verify(SOON);
        }
    }

    @Test
    void a_stream_fails_retryably_if_its_aligner_does() {
        Aligner failing = (request, context) -> {
            throw new DeviceException("out of memory", new IllegalStateException(request.answer()));
        };
        Aligner rejecting = (request, context) -> {
            throw new CorrectionRejectedException("it is too long");
        };

        for (Aligner aligner : List.of(failing, AlignerStack.of("x", failing))) {
            StepVerifier.create(client(words(), aligner).prompt("hi").stream().content())
                    .expectErrorSatisfies(failure ->
                            assertThat(((AlignerException) failure).retryable()).isTrue())
                    .verify(SOON);
        }
        StepVerifier.create(client(words(), AlignerStack.of("x", rejecting)).prompt("hi").stream()
                        .content())
                .expectErrorSatisfies(failure ->
                        assertThat(((AlignerException) failure).retryable()).isFalse())
                .verify(SOON);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void raise(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Returns null, as an Aligner written without null checks may. */
    private static final class Mute implements Aligner {

        @Override
        @SuppressWarnings("NullAway") // that is what is tried
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            return null;
        }
    }

    /** When something is done ahead. */
    private enum Moment {
        BEGIN,
        APPEND,
        TASK,
        CLOSE
    }

    /** Fails at one moment of what it does ahead. */
    private record Ahead(Aligner aligner, Moment moment, Supplier<Error> errors) implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            return aligner.correct(request, context);
        }

        @Override
        public CorrectionSession begin(CorrectionRequest request, Executor executor) {
            at(Moment.BEGIN);
            return new CorrectionSession() {
                @Override
                public void append(String text) {
                    executor.execute(() -> at(Moment.TASK));
                    at(Moment.APPEND);
                }

                @Override
                public Correction complete(CorrectionRequest answered, CorrectionContext context) {
                    return aligner.correct(answered, context);
                }

                @Override
                public void close() {
                    at(Moment.CLOSE);
                }
            };
        }

        private void at(Moment now) {
            if (moment == now) {
                throw errors.get();
            }
        }
    }
}
