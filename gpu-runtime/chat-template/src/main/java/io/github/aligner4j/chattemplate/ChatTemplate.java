// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.chattemplate.jinja.JinjaException;
import io.github.aligner4j.chattemplate.jinja.JinjaTemplate;
import io.github.aligner4j.chattemplate.jinja.MarkedText;
import io.github.aligner4j.completion.Prompt;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's chat template: renders messages to a prompt whose frame no text can forge. Immutable and safe for use by several
 * threads.
 *
 * <p>The template is rendered as {@code apply_chat_template} of transformers does, by an interpreter in which each character of a
 * text stays known as a content's or the frame's, through all operations of the template. Only the frame is searched for added tokens.
 * Where a template marks roles by plain text, messages that have such a marker are refused. Time and size of a rendering are bounded,
 * and a template can't reach files, the network or Java objects.
 */
@Incubating
public final class ChatTemplate {

    private final JinjaTemplate jinja;
    private final Map<String, String> namedTokens;
    private final List<AddedToken> addedTokens;
    private final Clock clock;
    private final AddedTokenSplitter splitter;
    private final RoleMarkers markers;
    private final Optional<Prompt.Segment> endOfTurn;

    private ChatTemplate(
            JinjaTemplate jinja, Map<String, String> namedTokens, List<AddedToken> addedTokens, Clock clock) {
        this.jinja = jinja;
        this.namedTokens = Map.copyOf(namedTokens);
        this.addedTokens = List.copyOf(addedTokens);
        this.clock = clock;
        this.splitter = new AddedTokenSplitter(addedTokens);
        Probes probes = new Probes(input -> splitter.split(rendered(input)));
        this.markers = probes.markers();
        this.endOfTurn = probes.endOfTurn();
    }

    /**
     * Returns the template with the source {@code jinja}, whose frame is plain text until {@link #withAddedTokens} says more.
     *
     * @throws ChatTemplateException if the source is broken, or has a construct that isn't supported, which the message names
     */
    public static ChatTemplate of(String jinja) {
        return new ChatTemplate(parse(jinja), Map.of(), List.of(), Clock.system(ZoneId.systemDefault()));
    }

    /**
     * Returns the template of a checkpoint, with its tokenizer's added tokens: {@code chat_template.jinja}, or else {@code
     * chat_template} of {@code tokenizer_config.json} (of several, the one named {@code default}).
     *
     * @throws ChatTemplateException if there is none, or if it can't be read
     */
    public static ChatTemplate fromFolder(Path checkpoint) {
        return fromFolder(checkpoint, TokenizerFiles.DEFAULT);
    }

    /**
     * Returns the template {@code name} of a checkpoint, such as {@code rag}: {@code additional_chat_templates/NAME.jinja}, or else
     * the one of that name in {@code tokenizer_config.json}.
     *
     * @throws ChatTemplateException if there is none, or if it can't be read
     */
    public static ChatTemplate fromFolder(Path checkpoint, String name) {
        TokenizerFiles files = TokenizerFiles.read(checkpoint);
        return new ChatTemplate(
                parse(files.template(name)),
                files.namedTokens(),
                files.addedTokens(),
                Clock.system(ZoneId.systemDefault()));
    }

    /** Returns whether a checkpoint has a chat template. */
    public static boolean existsIn(Path checkpoint) {
        return TokenizerFiles.read(checkpoint).hasTemplate(TokenizerFiles.DEFAULT);
    }

    /** Returns a copy whose frame has these added tokens of the checkpoint's tokenizer; they become special tokens of prompts. */
    public ChatTemplate withAddedTokens(Collection<String> tokens) {
        return new ChatTemplate(
                jinja, namedTokens, tokens.stream().map(AddedToken::new).toList(), clock);
    }

    /** Returns a copy with named special tokens that the template can insert, such as {@code bos_token}. */
    public ChatTemplate withNamedTokens(Map<String, String> tokens) {
        return new ChatTemplate(jinja, tokens, addedTokens, clock);
    }

    /** Returns a copy with another clock, for templates that write today's date. */
    public ChatTemplate withClock(Clock clock) {
        return new ChatTemplate(jinja, namedTokens, addedTokens, clock);
    }

    /** Returns whether the template reads a variable, such as {@code enable_thinking} or {@code documents}. */
    public boolean reads(String variable) {
        return jinja.reads(variable);
    }

    /**
     * Returns the beginning of the frame behind a reply: the token with which a model ends its turn, such as {@code <|im_end|>}, or
     * else a line of text, such as {@code ### Instruction:}. Empty if there is nothing behind a reply.
     */
    public Optional<Prompt.Segment> endOfTurn() {
        return endOfTurn;
    }

    /**
     * Returns the prompt of {@code input}: frame parts that are added tokens as special tokens, contents always as text. It has all
     * its tokens: an engine adds none before it ({@link Prompt#addSpecialTokens()} is false).
     *
     * @throws ChatTemplateException if the template refuses the input, fails, or exceeds a limit
     * @throws io.github.aligner4j.completion.UnsafePromptException if a content has a part of the frame that marks a role by plain
     *     text
     */
    public Prompt render(ChatTemplateInput input) {
        List<Piece> pieces = splitter.split(rendered(input));
        markers.and(pieces).check(pieces);
        List<Prompt.Segment> segments = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Special special) {
                segments.add(new Prompt.SpecialToken(special.token()));
            } else if (piece instanceof Piece.Plain plain) {
                segments.add(new Prompt.Text(plain.text().plain()));
            }
        }
        return new Prompt(segments, false);
    }

    /** Returns the parts of frames that mark roles by plain text. */
    RoleMarkers markers() {
        return markers;
    }

    /** Returns what the template writes for {@code input}. */
    MarkedText rendered(ChatTemplateInput input) {
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("tools", null);
        namedTokens.forEach((name, token) -> variables.put(name, MarkedText.frame(token)));
        variables.putAll(input.variables());
        variables.put(
                "messages", input.messages().stream().map(ChatTemplate::message).toList());
        variables.put("documents", input.documents().isEmpty() ? null : input.documents());
        variables.put("add_generation_prompt", input.addGenerationPrompt());
        try {
            return jinja.render(variables, clock);
        } catch (JinjaException e) {
            throw new ChatTemplateException("the chat template can't be rendered: " + e.getMessage(), e);
        }
    }

    private static Map<String, MarkedText> message(ChatMessage message) {
        Map<String, MarkedText> fields = new LinkedHashMap<>();
        fields.put("role", MarkedText.frame(message.role()));
        fields.put("content", MarkedText.content(message.content()));
        return fields;
    }

    private static JinjaTemplate parse(String source) {
        try {
            return JinjaTemplate.parse(source);
        } catch (JinjaException e) {
            throw new ChatTemplateException("the chat template can't be read: " + e.getMessage(), e);
        }
    }
}
