// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.chattemplate.Piece.Plain;
import io.github.aligner4j.chattemplate.Piece.Special;
import io.github.aligner4j.chattemplate.jinja.MarkedText.Run;
import io.github.aligner4j.completion.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Renderings of short chats, which show the frame of a template. */
final class Probes {

    private static final String REPLY = "b";

    private final List<List<Piece>> rendered = new ArrayList<>();
    private Optional<Prompt.Segment> endOfTurn = Optional.empty();

    /** Renders the chats; those that the template refuses are left out. */
    Probes(Function<ChatTemplateInput, List<Piece>> renderer) {
        ChatMessage system = ChatMessage.system("s");
        ChatMessage question = ChatMessage.user("a");
        ChatMessage reply = ChatMessage.assistant(REPLY);
        ChatMessage next = ChatMessage.user("c");
        render(renderer, List.of(system, question, reply, next), true);
        render(renderer, List.of(system, question), true);
        render(renderer, List.of(question), true);
        render(renderer, List.of(question, reply), false).ifPresent(this::findEndOfTurn);
        render(renderer, List.of(question, reply, next), true).ifPresent(this::findEndOfTurn);
    }

    RoleMarkers markers() {
        return RoleMarkers.of(rendered);
    }

    /** Returns the first part of the frame behind a reply. */
    Optional<Prompt.Segment> endOfTurn() {
        return endOfTurn;
    }

    private Optional<List<Piece>> render(
            Function<ChatTemplateInput, List<Piece>> renderer, List<ChatMessage> messages, boolean generates) {
        try {
            List<Piece> pieces = renderer.apply(ChatTemplateInput.builder(messages)
                    .addGenerationPrompt(generates)
                    .build());
            rendered.add(pieces);
            return Optional.of(pieces);
        } catch (ChatTemplateException e) {
            return Optional.empty();
        }
    }

    private void findEndOfTurn(List<Piece> pieces) {
        boolean replied = false;
        for (Piece piece : pieces) {
            if (piece instanceof Special special && replied) {
                found(new Prompt.SpecialToken(special.token()));
            } else if (piece instanceof Plain plain) {
                for (Run run : plain.text().runs()) {
                    if (replied && !run.text().isBlank()) {
                        found(new Prompt.Text(
                                run.text().strip().lines().findFirst().orElseThrow()));
                    }
                    replied |= run.content() && run.text().equals(REPLY);
                }
            }
        }
    }

    private void found(Prompt.Segment end) {
        if (endOfTurn.isEmpty()) {
            endOfTurn = Optional.of(end);
        }
    }
}
