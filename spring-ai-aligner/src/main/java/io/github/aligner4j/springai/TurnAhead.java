package io.github.aligner4j.springai;

import io.github.aligner4j.AnswerAhead;
import java.util.List;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/** Reads the answer of a turn that is still streaming; of several generations, the one that begins first. */
final class TurnAhead {

    private static final int NONE = -1;

    private final AnswerAhead answer;
    private int shown = NONE;

    TurnAhead(AnswerAhead answer) {
        this.answer = answer;
    }

    void read(ChatClientResponse chunk) {
        ChatResponse response = chunk.chatResponse();
        List<Generation> results = response == null ? List.of() : response.getResults();
        for (int i = 0; i < results.size(); i++) {
            String piece = Answers.of(results.get(i));
            int index = Answers.index(results.get(i), i);
            if (!piece.isEmpty() && (shown == NONE || shown == index)) {
                shown = index;
                answer.append(piece);
            }
        }
    }
}
