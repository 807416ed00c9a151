package io.github.aligner4j.springai;

import io.github.aligner4j.CorrectionContext;
import org.springframework.ai.chat.client.ChatClientRequest;

/**
 * A request whose answer is streamed and corrected.
 *
 * @param alignment the settings for the request
 * @param request the request
 * @param limits the deadline of the correction
 */
record StreamedRequest(Alignment alignment, ChatClientRequest request, CorrectionContext limits) {}
