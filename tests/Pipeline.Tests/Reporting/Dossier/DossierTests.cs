using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Reporting.ModelCards;
using Pipeline.Testing;

namespace Pipeline.Reporting.Dossier;

public sealed partial class DossierTests
{
    private const string Folder = "tests/Pipeline.Tests/Reporting/Dossier";
    private const string StatementsPath = "models/loan-default/dossier.yml";

    private const string Statements =
        """
        provider: Example Bank, 1 Example Street
        product: {not-applicable: It is no part of a product.}
        instructions: {file: docs/instructions.md}
        declaration-of-conformity: {file: docs/declaration.pdf}
        human-oversight: |
          A credit officer decides.
          Nobody is refused by the model alone.
        """;

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string> Hostile => CardEscapingTests.Hostile;

    [Fact]
    public void Dossier_OfAModel_IsAsApproved()
    {
        var dossier = DossierMaker.Make(Request());

        DossierRenderer.Render(dossier, CardMedium.Markdown).ShouldMatchApproved($"{Folder}/Dossier.approved.md");
        DossierRenderer.Render(dossier, CardMedium.Html).ShouldMatchApproved($"{Folder}/Dossier.approved.html");
        Json(dossier).Replace($"\"{Toolkit.Version}\"", "\"...\"", StringComparison.Ordinal)
            .ShouldMatchApproved($"{Folder}/Dossier.approved.json");
    }

    [Fact]
    public void Points_OfTheAnnex_AreAllThere()
    {
        string[] first = [.. "abcdefgh".Select(letter => $"1({letter})")];
        string[] second = [.. "abcdefgh".Select(letter => $"2({letter})")];

        DossierMaker.Make(Request()).Points.Select(point => point.Id)
            .ShouldBe([.. first, .. second, "3", "4", "5", "6", "7", "8", "9"]);
    }

    [Fact]
    public void Statements_ThatPointsAskFor_CanAllBeMade()
    {
        var asked = DossierMaker.Source.Points.SelectMany(point => point.Statements.Concat(point.Optional))
            .Where(key => !key.StartsWith("card.", StringComparison.Ordinal)).Distinct();
        var known = typeof(DossierFile).GetProperties().Where(property => property.PropertyType == typeof(DossierText))
            .Select(property => JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name));

        asked.ShouldBe(known, ignoreOrder: true);
        DossierMaker.Source.Points.SelectMany(point => point.Evidence).ShouldBeSubsetOf(DossierMaker.EvidenceNames.Keys);
    }

    [Theory]
    [InlineData("6", Evidence.Measured)]
    [InlineData("1(a)", Evidence.Declared)]
    [InlineData("1(f)", Evidence.Declared)]
    [InlineData("1(h)", Evidence.Declared)]
    [InlineData("2(e)", Evidence.Declared)]
    [InlineData("5", Evidence.Missing)]
    [InlineData("8", Evidence.Missing)]
    public void Point_ByWhatThereIs_IsMeasuredDeclaredOrMissing(string id, Evidence state) =>
        Find(DossierMaker.Make(Request()), id).State.ShouldBe(state);

    [Theory]
    [InlineData("5", "Write 'risk-management' into models/loan-default/dossier.yml.")]
    [InlineData("8", "There is no file 'docs/declaration.pdf', which 'declaration-of-conformity' of models/loan-default/")]
    [InlineData("3", "Write 'limitations' into the section 'card' of model.yml.")]
    [InlineData("2(h)", "There is no bill of materials; run the target Package.")]
    public void Point_ThatIsMissing_SaysWhatToWriteWhere(string id, string sentence)
    {
        var dossier = DossierMaker.Make(Request());

        Find(dossier, id).Missing.ShouldContain(gap => gap.StartsWith(sentence, StringComparison.Ordinal));
        DossierMaker.Judge(dossier, isStrict: true).Failures
            .ShouldContain(result => result.Check.Id == $"annex-iv/{id}" && result.Verdict.Reason.Contains(sentence));
    }

    [Fact]
    public void Judge_Strict_FailsOnWhatIsMissingAndElseOnlyWarns()
    {
        var dossier = DossierMaker.Make(Request());
        var missing = dossier.Points.Count(point => point.State == Evidence.Missing);

        var strict = DossierMaker.Judge(dossier, isStrict: true);
        var lenient = DossierMaker.Judge(dossier, isStrict: false);

        strict.Failures.Count().ShouldBe(missing);
        lenient.Fails.ShouldBeFalse();
        lenient.Warnings.Count().ShouldBe(missing);
    }

    [Fact]
    public void Judge_WithEverything_Passes()
    {
        var keys = DossierMaker.Source.Points.SelectMany(point => point.Statements)
            .Where(key => !key.StartsWith("card.", StringComparison.Ordinal)).Distinct();
        var request = Request(string.Join('\n', keys.Select(key => $"{key}: Said."))) with
        {
            Evidence = DossierMaker.EvidenceNames.Keys.ToDictionary(
                name => name, name => new DossierEvidence(name, Digest.OfText(name), $"{name}.json")),
            Model = Frame with { Card = new CardStatements { IntendedUse = "Ranking.", Limitations = "Few young applicants." } },
        };

        DossierMaker.Judge(DossierMaker.Make(request), isStrict: true).Fails.ShouldBeFalse();
    }

    [Fact]
    public void Dossier_Twice_HasTheSameBytes()
    {
        var (first, second) = (DossierMaker.Make(Request()), DossierMaker.Make(Request()));

        Json(first).ShouldBe(Json(second));
        DossierRenderer.Render(first, CardMedium.Html).ShouldBe(DossierRenderer.Render(second, CardMedium.Html));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Dossier_WithHostileTexts_HasTheMarkupOfAHarmlessOne(string text)
    {
        var harmless = DossierMaker.Make(Saying("x"));

        var dossier = DossierMaker.Make(Saying(text));

        Tags(DossierRenderer.Render(dossier, CardMedium.Html)).ShouldBe(Tags(DossierRenderer.Render(harmless, CardMedium.Html)));
        DossierRenderer.Render(dossier, CardMedium.Markdown).Split('\n').Length
            .ShouldBe(DossierRenderer.Render(harmless, CardMedium.Markdown).Split('\n').Length);
        var read = JsonSerializer.Deserialize<DossierDocument>(Json(dossier), DocumentJson.Options)!;
        Find(read, "5").Statements.ShouldHaveSingleItem().Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("risk-managment: x", "risk-management")]
    [InlineData("provider: {text: a, file: b}", "A statement is a text, a file, or a reason why it does not apply: one of them.")]
    [InlineData("provider: {}", "A statement is a text, a file, or a reason why it does not apply: one of them.")]
    public void File_ThatIsWrong_IsAProblemWithItsPlace(string yaml, string sentence)
    {
        var problem = ManifestReader.Read(yaml, StatementsPath, DossierFile.Schema).Problems.ShouldHaveSingleItem();

        problem.ToString().ShouldStartWith($"{StatementsPath}:1:");
        problem.ToString().ShouldContain(sentence);
    }

    private static ModelFrame Frame { get; } = new()
    {
        Pipeline = 1,
        Name = ModelName.Parse("loan-default"),
        Task = ModelTask.BinaryClassification,
        Owner = "risk-team@example.com",
        Description = "Probability that a loan is not repaid.",
        Card = new CardStatements { IntendedUse = "Ranking applications for review." },
    };

    private static DossierRequest Request(string statements = Statements) => new()
    {
        Model = Frame,
        Version = new ModelVersion(3),
        Statements = ManifestReader.Read(statements, StatementsPath, DossierFile.Schema).OrThrow().Frame,
        StatementsPath = StatementsPath,
        Evidence = new[] { "dataset", "run", "signature", "evaluation", "model-card", "manifest", "journal" }.ToDictionary(
            name => name,
            name => new DossierEvidence(name, Digest.OfText(name), name == "journal" ? null : $"{name}.json")),
        Files = new Dictionary<string, Digest> { ["docs/instructions.md"] = Digest.OfText("instructions") },
        Now = Now,
    };

    private static DossierRequest Saying(string text) => Request() with
    {
        Statements = new DossierFile
        {
            RiskManagement = new DossierText { Text = text },
            Product = new DossierText { NotApplicable = text },
        },
        StatementsPath = text.ReplaceLineEndings(" "),
    };

    private static DossierPoint Find(DossierDocument dossier, string id) => dossier.Points.Single(point => point.Id == id);

    private static string Json(DossierDocument dossier) => JsonSerializer.Serialize(dossier, DocumentJson.Options) + "\n";

    private static IEnumerable<string> Tags(string page) => Tag().Matches(page).Select(match => match.Value);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
