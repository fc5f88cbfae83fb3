using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Monitors;

public partial class MonitorMetricsTests
{
    public static TheoryData<string> Texts => [.. PageLint.Hostile];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Metrics_OfHostileText_AreSamplesOfDeclaredFamilies(string text) =>
        Parse(MonitorMetrics.Render(SomeMonitor.Saying(_ => text))).Count.ShouldBeGreaterThan(50);

    [Fact]
    public void Metrics_OfAModelThatDrifts_HaveWhatAlertsAskFor()
    {
        var samples = Parse(MonitorMetrics.Render(SomeMonitor.Drifting));

        Value("window_predictions").ShouldBe(1029);
        Value("latency_seconds", "percentile=\"95\"").ShouldBe(0.0109, 1e-12);
        Value("drift", "column=\"income\"", "method=\"wasserstein\"").ShouldBe(0.42);
        Value("drift_beyond_chance", "column=\"income\"").ShouldBe(Math.Sqrt((0.42 * 0.42) - (0.02 * 0.02)), 1e-12);
        Value("drift_limit", "column=\"income\"").ShouldBe(0.1);
        Value("drift_p_value", "column=\"state \"").ShouldBe(1e-12);
        Value("column_drifted", "column=\"column 0\"").ShouldBe(0);
        Value("metric", "metric=\"roc_auc\"", "basis=\"measured\"").ShouldBe(0.71);
        Value("metric_low", "metric=\"roc_auc\"", "basis=\"estimated\"").ShouldBe(0.70);
        Value("fairness", "metric=\"selection_rate\"", "column=\"sex\"", "group=\"sex=F\"").ShouldBe(0.4);
        Value("faulty_values_ratio", "column=\"income\"", "fault=\"missing\"").ShouldBe(0.1);
        Value("rule_verdict", "rule=\"auc\"").ShouldBe(4);
        Value("alerts", "state=\"firing\"", "severity=\"error\"").ShouldBe(1);
        Value("alerts", "state=\"firing\"", "severity=\"warn\"").ShouldBe(0);
        Value("cost_per_1000_predictions", "currency=\"EUR\"").ShouldBe(0.0031);
        Value("server_memory_bytes").ShouldBe(2e8);
        samples.Keys.ShouldAllBe(x => x.Contains("model=\"loan-default\"", StringComparison.Ordinal)
            && x.Contains("version=\"3\"", StringComparison.Ordinal)
            && x.Contains("environment=\"production\"", StringComparison.Ordinal));

        double Value(string name, params string[] labels) => samples.Single(x =>
            x.Key.StartsWith($"pipeline_monitor_{name}{{", StringComparison.Ordinal)
            && labels.All(label => x.Key.Contains(label, StringComparison.Ordinal))).Value;
    }

    [Fact]
    public void Metrics_WithoutAWindow_SayWhenSomebodyLooked() =>
        Parse(MonitorMetrics.Render(SomeMonitor.Empty)).Keys
            .ShouldContain(x => x.StartsWith("pipeline_monitor_last_look_timestamp_seconds{", StringComparison.Ordinal));

    /// <summary>By the grammar of the text format: every line, and nothing twice.</summary>
    private static Dictionary<string, double> Parse(string text)
    {
        text.ShouldEndWith("\n");
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        var declared = new List<string>();
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                declared.ShouldNotContain(help.Groups["name"].Value);
                declared.Add(help.Groups["name"].Value);
            }
            else if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                line.ShouldBe($"# TYPE {declared[^1]} gauge");
            }
            else
            {
                var sample = Sample().Match(line);
                sample.Success.ShouldBeTrue(line);
                sample.Groups["name"].Value.ShouldBe(declared[^1]);
                samples.Add(
                    sample.Groups["series"].Value,
                    double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture));
            }
        }

        return samples;
    }

    [GeneratedRegex("^# HELP (?<name>[a-z][a-z0-9_]*) [^\\\\]+$")]
    private static partial Regex Help();

    [GeneratedRegex(
        """^(?<series>(?<name>[a-z][a-z0-9_]*)\{([a-z]+="([^"\\]|\\["\\n])*"(,(?=[a-z]))?)+\}) (?<value>\S+)$""")]
    private static partial Regex Sample();
}
