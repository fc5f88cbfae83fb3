using System.Text;
using Pipeline.Core.Problems;
using Pipeline.Manifest.Examples;
using Pipeline.Testing;

namespace Pipeline.Manifest;

public class ProblemSentenceTests
{
    [Fact]
    public void Model_OneMistakeEach_IsSaidAsApproved()
    {
        (string From, string To)[] mistakes =
        [
            ("pipeline: 1", "pipeline: 2"),
            ("pipeline: 1", "pipeline: one"),
            ("pipeline: 1\n", ""),
            ("name: loan-default", "name: Loan Default"),
            ("task: binary-classification", "task: binary-clasification"),
            ("task: binary-classification", "task: sorting"),
            ("task: binary-classification ", "task: [binary-classification]"),
            ("owner: risk-team@example.com", "owner:"),
            ("owner: risk-team@example.com", "owner: 12"),
            ("owner: risk-team@example.com", "owner: ''"),
            ("card: {", "card: {intended: x, "),
            ("training:", "trainning:"),
            ("seed: 7", "seed: 7.5"),
            ("seed: 7", "seed: 99999999999999999999"),
            ("seed: 7", "seed: \"7\""),
            ("seed: 7", "sed: 7"),
            ("test: 0.2", "test: 1"),
            ("test: 0.2", "test: 20%"),
            ("test: 0.2", "test: .nan"),
            ("by: hash", "by: {hash: 1}"),
            ("label: {column: defaulted, positive: \"yes\"}", "label: [defaulted]"),
            ("positive: \"yes\"", "positive: 1"),
            ("ignore: [application_id]", "ignore: [id, defaulted]"),
            ("ignore: [application_id]", "ignore: application_id"),
            ("between: [0, 1e7]", "between: [1, 0]"),
            ("between: [0, 1e7]", "between: [0]"),
            ("between: [0, 1e7]", "between: [0, many]"),
            ("between: [0, 1e7]", "at-least: 0, at-most: 1"),
            ("between: [0, 1e7]", "betwen: [0, 1]"),
            ("one-of: [car, home, education, other]", "one-of: []"),
            ("one-of: [car, home, education, other]", "one-of: [car, true, ~]"),
            ("missing: {at-most: 0.05}", "missing: 0.05"),
            ("missing: {at-most: 0.05}", "missing: {}"),
            ("missing: {at-most: 0.05}", "missing: {at-mst: 0.05}"),
            ("{rows: {at-least: 5000}}", "{row: {at-least: 5000}}"),
            ("{rows: {at-least: 5000}}", "{}"),
            ("{rows: {at-least: 5000}}", "{rows: {at-least: 5_000}}"),
            ("{unique: application_id}", "{unique: []}"),
            ("{unique: application_id}", "{unique: {a: b}}"),
            ("{unique: application_id}", "{unique: application_id, severity: warning}"),
            ("{metric: roc_auc, at-least: 0.80}", "{metric: roc_auc}"),
            ("{metric: roc_auc, at-least: 0.80}", "{metric: roc_auc, at-least: 0.8, margin: 1}"),
            ("{metric: roc_auc, at-least: 0.80}", "{metric: roc_auc, at-least: .inf}"),
            ("margin: 0.005, confidence: 0.95", "margin: -1, confidence: 1"),
            ("package: {base: host}", "package: host"),
            ("package: {base: host}", "packages: {base: host}"),
        ];

        Render(mistakes, Example.Model, x => Example.ReadModel(x).Problems)
            .ShouldMatchApproved("tests/Pipeline.Tests/Manifest/ModelProblems.approved.txt");
    }

    [Fact]
    public void Environments_OneMistakeEach_IsSaidAsApproved()
    {
        (string From, string To)[] mistakes =
        [
            ("project: acme-risk", "project: Acme"),
            ("engine: docker", "engine: dockre"),
            ("for: 10m", "for: 10 minutes"),
            ("for: 10m", "for: 10"),
            ("healthy: staging, ", ""),
            ("{env: PIPELINE_ADMIN_TOKEN}", "hunter2"),
            ("{env: PIPELINE_ADMIN_TOKEN}", "{env: hunter2}"),
            ("{env: PIPELINE_ADMIN_TOKEN}", "{file: hunter2}"),
            ("{type: recreate}", "recreate"),
            ("{type: recreate}", "{}"),
            ("{type: recreate}", "{type: recrate}"),
            ("{type: recreate}", "{type: recreate, steps: []}"),
            ("steps: [{weight: 10}, {analyze: 2m}, {weight: 50}, {analyze: 2m}]", "steps: []"),
            ("{weight: 50}", "{weight: 101}"),
            ("{weight: 50}", "{weight: 50, analyze: 1m}"),
            ("{weight: 50}", "{wieght: 50}"),
            ("{weight: 50}", "50"),
            ("{weight: 50}, {analyze: 2m}", "{pause: {duration: 1x}}, {analyze: 2d}"),
            ("requests-at-least: 500", "requests-at-least: 1e3"),
        ];

        Render(mistakes, Example.Environments, x => Example.ReadEnvironments(x).Problems)
            .ShouldMatchApproved("tests/Pipeline.Tests/Manifest/EnvironmentProblems.approved.txt");
    }

    [Fact]
    public void Yaml_OneMistakeEach_IsSaidAsApproved()
    {
        (string From, string To)[] mistakes =
        [
            ("seed: 7", "seed: 7\n  seed: 8"),
            ("seed: 7", "seed: !!int 7"),
            ("seed: 7", "seed: &seed 7"),
            ("seed: 7", "seed: *seed"),
            ("seed: 7", "[seed]: 7"),
            ("seed: 7", "seed: [7"),
            ("seed: 7", "seed: {a: 7"),
            ("seed: 7", "seed: \"7"),
            ("seed: 7", "seed: a: b"),
            ("seed: 7", "\tseed: 7"),
            ("seed: 7", "seed: \u0001"),
            ("seed: 7", "seed: \"\\ud800\""),
            ("seed: 7", "seed: @7"),
            ("seed: 7", "seed: " + new string('[', 70) + new string(']', 70)),
            ("seed: 7", " seed: 7"),
            ("package: {base: host}", "---\npackage: {base: host}"),
            ("pipeline: 1", "%YAML 1.1\n---\npipeline: 1"),
            (Example.Model, ""),
            (Example.Model, "# nothing\n"),
            (Example.Model, "loan"),
            (Example.Model, "- a\n- b"),
        ];

        Render(mistakes, Example.Model, x => Example.ReadModel(x).Problems)
            .ShouldMatchApproved("tests/Pipeline.Tests/Manifest/YamlProblems.approved.txt");
    }

    private static string Render(
        IEnumerable<(string From, string To)> mistakes, string good, Func<string, IReadOnlyList<Problem>> read)
    {
        var text = new StringBuilder();
        foreach (var (from, to) in mistakes)
        {
            good.ShouldContain(from);
            text.Append(new Problem(to.Length > 60 ? to[..60] : to)).Append('\n');
            foreach (var problem in read(good.Replace(from, to, StringComparison.Ordinal)))
                text.Append("    ").Append(problem).Append('\n');
        }

        return text.ToString();
    }
}
