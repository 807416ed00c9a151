// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.autoconfigure.AlignerChains;
import io.github.aligner4j.observation.AuditListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of one browser session: its conversations, the modes of its layers, and its audit list. Nothing of it is shared with
 * another session. As a listener of its chains, it keeps what they report.
 */
final class Visit implements CorrectionListener, HttpSessionBindingListener {

    /** The attribute of a correction request with the id of the exchange. */
    static final String EXCHANGE = "exchange";

    private final Conversations conversations = new Conversations();
    private final AuditTrail audit = new AuditTrail();
    private final VisitChains chains;
    private final LiveStreams live;

    /**
     * Creates the state of a new session.
     *
     * @param chains the application's chains
     * @param listeners the listeners of the application
     * @param live sends the session's events to its pages
     */
    Visit(AlignerChains chains, List<CorrectionListener> listeners, LiveStreams live) {
        List<CorrectionListener> all = new ArrayList<>(listeners);
        all.add(AuditListener.of(event -> add(AuditEntry.of(event))));
        all.add(this);
        this.chains = new VisitChains(chains, CorrectionListener.all(all));
        this.live = live;
    }

    Conversations conversations() {
        return conversations;
    }

    AuditTrail audit() {
        return audit;
    }

    VisitChains chains() {
        return chains;
    }

    /** Keeps an answer that passed because the Aligner was off. */
    void onPassed(String chain) {
        add(AuditEntry.ofPassed(chain));
    }

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        // The audit listener reports the layers of an answer together.
    }

    @Override
    public void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
        String exchange = attribute(request, EXCHANGE);
        Reply.Observed observed = observed(request, event);
        String conversation = attribute(request, RequestAttributes.CONVERSATION);
        conversations.all().stream()
                .filter(candidate -> candidate.id().equals(conversation))
                .forEach(candidate -> candidate.observe(exchange, observed));
        live.send(this, "shadow", Map.of("exchange", exchange, "observed", observed));
        add(AuditEntry.ofShadow(stack, event));
    }

    private static Reply.Observed observed(CorrectionRequest request, LayerEvent event) {
        @Nullable Correction correction = event.correction();
        String answer = correction == null ? request.answer() : correction.answer();
        return new Reply.Observed(
                LayerReport.of(event.trace()),
                request.answer(),
                answer,
                correction == null ? List.of() : correction.edits());
    }

    private void add(AuditEntry entry) {
        audit.add(entry);
        live.send(this, "audit", entry);
    }

    private static String attribute(CorrectionRequest request, String name) {
        return String.valueOf(request.attributes().getOrDefault(name, ""));
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        live.close(this);
    }
}
