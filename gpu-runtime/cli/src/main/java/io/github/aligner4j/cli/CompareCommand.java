// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code aligner compare}: compares systems on the same rows. */
@Command(
        name = "compare",
        customSynopsis = "aligner compare ROWS --output=DIR [--system=NAME=SPEC]... [OPTIONS]",
        description = {
            "Compare systems that correct answers, on the same rows.",
            "",
            "Each line of ROWS is a JSON object with question and answer, and may have id, category, correction (by"
                    + " people), context and conversation; recordings and outputs of aligner correct are read, too. The"
                    + " original answers are always compared, people's corrections if there are some.",
            "",
            "Writes answers, judgments, scores, report.json, report.html, report.md and figures into DIR. A run that"
                    + " was stopped goes on where it was, and asks nothing twice. A system that fails at a row keeps the"
                    + " original answer. Exit codes: 0 if all is done; 1 if answers failed or --max-cost was spent; 2 for"
                    + " bad options or files.",
            "",
            "docs/guide/compare.md explains everything.",
            ""
        },
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ROWS",
            description =
                    "JSON Lines with question and answer, or builtin:NAME for a set that ships with this library.")
    private String rows = "";

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "The folder of the comparison; continued if it has one.")
    private Path output = Path.of("");

    @Mixin
    private CompareFlags flags = new CompareFlags();

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    @Mixin
    private ProgressFlag progressFlag = new ProgressFlag();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        flags.check();
        CompareConfig config = flags.config();
        CompareInput input = flags.input(rows, rowFlags.reader());
        if (input.rows().leftOut() > 0) {
            spec.commandLine()
                    .getErr()
                    .println(input.name() + ": " + input.rows().leftOut()
                            + " recorded lines are left out, as no user saw their corrections");
        }
        List<CompareSystem> systems = CompareSystems.of(input.rows(), config.systemList(), flags.conversation());
        CompareSession session = new CompareSession(input, config, systems, flags, output);
        ObjectNode configuration = session.configuration();
        CompareFolder.check(output, configuration, flags.extend());
        CompareJudging judging =
                new CompareJudging(config, flags.judging(), rowFlags.reader(), flags.callers(), flags.seed(config));
        ComparePlan plan = session.plan()
                .with(judging.plan(session.expected(), output).stream().toList());
        if (flags.dryRun()) {
            spec.commandLine().getOut().println(plan.text());
            return 0;
        }
        session.checkRecordings();
        judging.check();
        new CompareConsent(flags, spec.commandLine().getErr(), System.in).require(plan);
        try (CompareModels models = new CompareModels(config, flags.runtime(), spec)) {
            models.probe(config.usedChatModels());
            config.scoring().check(rowFlags.reader(), models::detector);
            try (CompareFolder folder = CompareFolder.open(output, configuration, flags.extend())) {
                return new CompareWork(session, judging, folder, models, progressFlag).run(spec);
            }
        }
    }
}
