using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Pipeline.Core.Checks;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Behaviour;

/// <summary>The behaviour tests of an evaluation as JUnit XML, which CI hosts show beside those of code.</summary>
public static class BehaviourXml
{
    /// <summary>The name of the file among the artifacts of a model.</summary>
    public const string FileName = "behaviour-tests.xml";

    /// <summary>
    /// A test that failed is a failure, one that could not be measured an error. One that only warns is skipped with its reason,
    /// because it turns no build red.
    /// </summary>
    /// <param name="evaluation">One with a behaviour report.</param>
    /// <exception cref="ArgumentException">It has none.</exception>
    public static string Of(EvaluationDocument evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var report = evaluation.Behaviour ?? throw new ArgumentException("There were no behaviour tests.", nameof(evaluation));
        var checks = evaluation.Report.Results.ToDictionary(result => result.Check.Id, StringComparer.Ordinal);
        var cases = report.Tests.Select(test => Case($"{evaluation.Name}", report.File, test, checks[test.Check])).ToList();
        var counts = new object[]
        {
            new XAttribute("tests", cases.Count),
            new XAttribute("failures", cases.Count(x => x.Element("failure") is not null)),
            new XAttribute("errors", cases.Count(x => x.Element("error") is not null)),
            new XAttribute("skipped", cases.Count(x => x.Element("skipped") is not null)),
            // The same model and tests write the same bytes: how long it took is in no document.
            new XAttribute("time", "0"),
        };
        var suite = new XElement("testsuite", new XAttribute("name", $"{evaluation.Name}.behaviour"), counts, cases);
        var document = new XElement("testsuites", new XAttribute("name", $"{evaluation.Name}"), counts, suite);
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{document}\n";
    }

    private static XElement Case(string model, string file, BehaviourResult test, CheckResult check) => new(
        "testcase",
        new XAttribute("classname", Clean($"{model}.behaviour")),
        new XAttribute("name", Clean(test.Name)),
        new XAttribute("time", "0"),
        new XAttribute("file", Clean(file)),
        test.Line is { } line ? new XAttribute("line", line) : null,
        Result(test, check));

    private static XElement? Result(BehaviourResult test, CheckResult check)
    {
        var reason = new XAttribute("message", Clean(check.Verdict.Reason));
        var warning = new XAttribute("message", Clean($"warns: {check.Verdict.Reason}"));
        var outcome = new XAttribute("type", $"{check.Verdict.Outcome}".ToLowerInvariant());
        return check switch
        {
            { IsBad: true, Fails: false } => new XElement("skipped", warning),
            { Verdict.Outcome: Outcome.Failed } => new XElement(
                "failure", reason, new XAttribute("type", $"{test.Kind}".ToLowerInvariant()), Clean(Text(test))),
            { IsBad: true } => new XElement("error", reason, outcome),
            { Verdict.Outcome: Outcome.Skipped } => new XElement("skipped", reason),
            _ => null,
        };
    }

    private static string Text(BehaviourResult test)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Expected: {test.Expectation}\n");
        text.Append(CultureInfo.InvariantCulture, $"Broke it: {test.Broken} of {test.Cases}\n");
        foreach (var broken in test.Worst)
        {
            var moved = broken.Changed is { } changed ? string.Create(CultureInfo.InvariantCulture, $" to {changed:R}") : "";
            text.Append(CultureInfo.InvariantCulture, $"{broken.Change ?? "the row"}: {broken.Answer:R}{moved}, in ");
            text.AppendJoin(", ", broken.Row.Select(value => $"{value.Name} {value.Value ?? "missing"}")).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>XML 1.0 has no control characters, not even escaped.</summary>
    private static string Clean(string text) =>
        string.Concat(text.Select((x, place) => IsXml(text, place) ? x : '\uFFFD'));

    private static bool IsXml(string text, int place) => char.IsSurrogate(text[place])
        ? (char.IsHighSurrogate(text[place]) && place + 1 < text.Length && char.IsLowSurrogate(text[place + 1]))
            || (char.IsLowSurrogate(text[place]) && place > 0 && char.IsHighSurrogate(text[place - 1]))
        : XmlConvert.IsXmlChar(text[place]);
}
