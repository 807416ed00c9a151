// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import io.github.aligner4j.cli.AlignerCommand;
import io.github.aligner4j.documentation.Pages.CodeBlock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands in blocks of the pages: those of {@code aligner} have sub-commands and options that exist, scripts exist, and
 * Maven's modules do.
 */
class CommandsTest {

    private static final CommandSpec ALIGNER = CommandSpec.forAnnotatedObject(AlignerCommand.class);

    /** A command after a prompt, variables, or the command that it follows; a backslash or an indented line continues it. */
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\$ )?(?:[A-Z_]+=(?:\"[^\"]*\"|\\S*) )*"
            + "(?:gpu-runtime/)?aligner ((?!:)[a-z][\\w-]*(?: \\S.*)?(?:(?<=\\\\)\\n.*|\\n {4,}[\\[-].*)*)");

    private static final Pattern INLINE = Pattern.compile("`(?:gpu-runtime/)?aligner ([a-z][^`]*)`");
    private static final Pattern OPTION = Pattern.compile("(?<=^|[\\s\\[(|])--?[a-zA-Z][\\w-]*");
    private static final Pattern SCRIPT =
            Pattern.compile("(?m)^(?:\\$ )?(?:[A-Z_]+=\\S* )*((?:samples|tests|gpu-runtime|docs)/[\\w/.-]+)(?: |$)");
    private static final Pattern MODULE = Pattern.compile("-pl ([\\w/-]+)");

    @Test
    void commands_of_aligner_and_their_options_exist() {
        List<String> commands = commands();

        assertThat(commands).hasSizeGreaterThan(60);
        assertThat(commands.stream().flatMap(CommandsTest::unknown)).isEmpty();
    }

    @Test
    void each_command_of_aligner_is_on_a_page() {
        String pages = Pages.all().stream().map(Pages::read).collect(Collectors.joining("\n"));

        assertThat(ALIGNER.subcommands().values())
                .extracting(CommandLine::getCommandName)
                .allSatisfy(name -> assertThat(pages).containsAnyOf("`" + name + "`", "aligner " + name));
    }

    @Test
    void scripts_and_modules_exist() {
        assertThat(shell().flatMap(block -> Stream.concat(found(SCRIPT, block), found(MODULE, block)))
                        .filter(path -> !Files.exists(Pages.ROOT.resolve(path.replaceFirst(":.*", "")))))
                .isEmpty();
    }

    private static Stream<String> found(Pattern pattern, CodeBlock block) {
        return pattern.matcher(block.code()).results().map((MatchResult match) -> match.group(1));
    }

    /** Returns the commands, each with the place where it is. */
    private static List<String> commands() {
        List<String> commands = new ArrayList<>();
        shell().forEach(block -> found(COMMAND, block).forEach(command -> commands.add(block.place() + " " + command)));
        for (Path page : Pages.all()) {
            INLINE.matcher(Pages.read(page))
                    .results()
                    .forEach(match -> commands.add(Pages.name(page) + " " + match.group(1)));
        }
        return commands;
    }

    private static Stream<CodeBlock> shell() {
        return Pages.blocks("");
    }

    private static Stream<String> unknown(String command) {
        String[] words = command.split("\\s+", -1);
        CommandSpec spec = ALIGNER;
        for (int i = 1; i < words.length && spec.subcommands().containsKey(words[i]); i++) {
            spec = spec.subcommands().get(words[i]).getCommandSpec();
        }
        if (spec == ALIGNER) {
            return Stream.of(command + ": no such command");
        }
        Map<String, ?> options = spec.optionsMap();
        String text = command.replaceAll("\"[^\"]*\"|'[^']*'", "").replaceAll("(?m) +#.*$", "");
        return OPTION.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(option -> !options.containsKey(option))
                .map(option -> command + ": no option " + option);
    }
}
