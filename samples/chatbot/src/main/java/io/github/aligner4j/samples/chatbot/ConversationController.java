// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The conversations of a session. */
@RestController
@RequestMapping("/api/conversations")
class ConversationController {

    private final Visits visits;

    ConversationController(Visits visits) {
        this.visits = visits;
    }

    @GetMapping
    List<Summary> list(HttpSession session) {
        return conversations(session).all().stream().map(Summary::of).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Summary begin(HttpSession session) {
        return Summary.of(conversations(session).begin());
    }

    @PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Summary rename(@PathVariable String id, @RequestBody Title title, HttpSession session) {
        Conversation conversation = conversations(session).get(id);
        if (title.title() == null || title.title().isBlank()) {
            throw new RefusedException(HttpStatus.BAD_REQUEST, "title must not be blank: give the conversation a name");
        }
        conversation.rename(title.title());
        return Summary.of(conversation);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String id, HttpSession session) {
        conversations(session).delete(id);
    }

    private Conversations conversations(HttpSession session) {
        return visits.of(session).conversations();
    }

    /** The body of a renaming. */
    record Title(@Nullable String title) {}

    /** A conversation in the list. */
    record Summary(String id, String title) {

        static Summary of(Conversation conversation) {
            return new Summary(conversation.id(), conversation.title());
        }
    }
}
