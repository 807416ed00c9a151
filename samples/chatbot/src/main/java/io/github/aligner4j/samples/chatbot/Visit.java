package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.StackEvent;
import io.github.aligner4j.autoconfigure.AlignerChains;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
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
        this.chains = new VisitChains(chains, CorrectionListener.all(List.of(CorrectionListener.all(listeners), this)));
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

    /** Keeps an answer that passed without the Aligner. */
    void onPassed(String exchange, String chain) {
        add(AuditEntry.passed(exchange, chain));
    }

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        // The event of the stack has the traces of all layers.
    }

    @Override
    public void onStack(String stack, CorrectionRequest request, StackEvent event) {
        add(AuditEntry.of(attribute(request, EXCHANGE), stack, event));
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
        add(AuditEntry.of(exchange, stack, event));
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
