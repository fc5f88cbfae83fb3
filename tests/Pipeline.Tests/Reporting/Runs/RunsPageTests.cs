using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Reporting.Runs;

public partial class RunsPageTests
{
    private static readonly string[] Hostile =
    [
        "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "]]>", "'\"&<>", "{{script}}", "{{data}}",
        "__proto__", "constructor", "javascript:alert(1)", "\u2028\u2029\0", "${alert(1)}", "\uD800", "名前 ünïcödé",
    ];

    [Fact]
    public void Page_OfHostileNames_HasNoMarkupOfTheirs()
    {
        var page = RunsPage.Render(Content(Hostile));

        Tag().Matches(page).Select(x => x.Groups["name"].Value.ToLowerInvariant()).Distinct().Order().ShouldBe(
            ["body", "code", "head", "html", "main", "meta", "noscript", "p", "script", "section", "style", "title"]);
        Tag().Matches(page).Count(x => x.Groups["name"].Value == "script").ShouldBe(2);
        Data(page).Where(x => x is '<' or '>' or '&' or '\'' || x > '~').ShouldBeEmpty();
    }

    [Fact]
    public void Page_Data_ReadsAsWhatWasGiven()
    {
        var content = Content(["a & b", .. Hostile.Where(x => x != "\uD800")]);

        using var read = JsonDocument.Parse(Data(RunsPage.Render(content)));

        read.RootElement.GetProperty("runs")[0].GetProperty("parameters").EnumerateObject().Select(x => x.Name)
            .ShouldBe(content.Runs[0].Parameters.Keys);
        read.RootElement.GetProperty("runs")[0].GetProperty("notes")[0].GetString().ShouldBe("a & b");
        read.RootElement.GetProperty("runs")[0].GetProperty("metrics").GetProperty("roc_auc").GetProperty("low").GetDouble()
            .ShouldBe(0.8);
    }

    [Fact]
    public void Page_Policy_LetsThisScriptAndThisStyleAlone()
    {
        var page = RunsPage.Render(Content(Hostile));
        var policy = Policy().Match(page).Groups["policy"].Value;

        policy.ShouldBe(
            $"default-src 'none'; style-src '{Hash(Between(page, "<style>", "</style>"))}'; "
            + $"script-src '{Hash(Between(page, "<script>", "</script>"))}'; base-uri 'none'; form-action 'none'");
    }

    [Fact]
    public void Page_ByItself_LoadsNothing()
    {
        var page = RunsPage.Render(Content(["x"]));

        page.ShouldNotContain("@import");
        page.ShouldNotContain("fetch(");
        page.ShouldNotContain("innerHTML");
        page.ShouldNotContain("eval(");
        Address().Matches(page).Select(x => x.Value).Distinct().ShouldBe(["http://www.w3.org/2000/svg"]);
    }

    [Fact]
    public void Page_OfTheSameContent_IsTheSame() =>
        RunsPage.Render(Content(Hostile)).ShouldBe(RunsPage.Render(Content(Hostile)));

    private static RunsPageContent Content(IReadOnlyList<string> names) => new()
    {
        Model = "loan-default",
        Written = "2026-01-02 03:04 UTC",
        All = 1,
        Metrics = [new PageMetric("roc_auc", true), .. names.Select(name => new PageMetric(name, false))],
        Runs =
        [
            new PageRun
            {
                Id = "0123456789abcdef",
                Started = "2026-01-02 03:04",
                Trainer = names[0],
                Status = "finished",
                Tags = names.ToDictionary(name => name, name => name),
                Parameters = names.ToDictionary(name => name, name => name),
                Metrics = new Dictionary<string, PageValue> { ["roc_auc"] = new(0.85, 0.8, 0.9) },
                Curves = [new PageCurve(names[0], names[0], [[1, 0.5], [2, 0.4]])],
                Facts = [.. names.Select(name => KeyValuePair.Create(name, name))],
                Notes = names,
            },
        ],
        Compared = ["0123456789abcdef"],
        Differences = [.. names.Select(name => new PageDifference(name, names))],
        WhyNoImportance = names[0],
    };

    private static string Data(string page) =>
        Between(page, "<script type=\"application/json\" id=\"content\">", "</script>");

    private static string Between(string page, string begin, string end)
    {
        var at = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return page[at..page.IndexOf(end, at, StringComparison.Ordinal)];
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [GeneratedRegex("<(?<name>[a-z]+)(?=[\\s>])", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex("Content-Security-Policy\" content=\"(?<policy>[^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("(https?:)?//[a-z][a-z0-9.]+\\.[a-z]+[^\"'`\\s]*")]
    private static partial Regex Address();
}
