// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Serves the counters of all visitors, as events, and the audit list of a session. */
@RestController
@RequestMapping("/api")
class LiveController {

    private final LiveStreams live;
    private final Visits visits;

    LiveController(LiveStreams live, Visits visits) {
        this.live = live;
        this.visits = visits;
    }

    @GetMapping("/live")
    SseEmitter live(HttpSession session) {
        return live.open(visits.of(session));
    }

    @GetMapping("/audit")
    List<AuditEntry> audit(HttpServletRequest request) {
        return visits.of(request).map(visit -> visit.audit().entries()).orElse(List.of());
    }
}
