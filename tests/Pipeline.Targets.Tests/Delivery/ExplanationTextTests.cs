using Pipeline.Delivery.Explanations;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;
using Pipeline.Targets.Face;

namespace Pipeline.Delivery;

public sealed class ExplanationTextTests
{
    private static readonly ModelSignature Signature = new()
    {
        Flavor = "fake",
        Task = ModelTask.BinaryClassification,
        Label = new ModelLabel.TwoClasses("defaulted", "yes", "no"),
        Inputs =
        [
            new ModelInput("income", ColumnType.Number, MayBeMissing: false),
            new ModelInput("purpose", ColumnType.Category, MayBeMissing: true, ["car", "home"]),
        ],
        Outputs = [ModelOutputs.Score, ModelOutputs.Probability],
    };

    private static readonly Attribution Explained = new()
    {
        Output = null,
        BaseValue = -1.5,
        Answer = 0.25,
        Contributions = [2, -0.25],
    };

    [Fact]
    public void Table_Any_FitsEightyColumnsAndIsOrderedByMagnitude()
    {
        var rows = new Table(new NumberColumn("income", [123456.75]), new TextColumn("purpose", [new string('x', 50)]));

        var lines = Lines(new ExplanationText(Signature, new Fake(), new HashSet<string>()), rows);

        lines.ShouldAllBe(line => line.Length <= 80);
        lines.FindIndex(line => line.Contains("income")).ShouldBeLessThan(lines.FindIndex(line => line.Contains("purpose")));
        lines.Single(line => line.Contains("income")).ShouldContain("+2.0000");
        lines.Single(line => line.Contains("income")).ShouldEndWith("++++++++++++++");
        lines.Single(line => line.Contains("purpose")).ShouldContain("-0.2500");
    }

    [Fact]
    public void Table_OfAPersonalColumn_DoesNotShowItsValue()
    {
        var rows = new Table(new NumberColumn("income", [123456]), new TextColumn("purpose", [null]));

        var lines = Lines(new ExplanationText(Signature, new Fake(), new HashSet<string> { "income" }), rows);

        string.Join('\n', lines).ShouldNotContain("123456");
        lines.Single(line => line.Contains("income")).ShouldContain("(personal)");
        lines.Single(line => line.Contains("purpose")).ShouldContain("(missing)");
    }

    [Fact]
    public void Above_AnAnswer_TellsWhatItAddsUpFrom()
    {
        var lines = new ExplanationText(Signature, new Fake(), new HashSet<string>()).Above("test row 1", Explained, [0.25, 0.6]);

        lines.ShouldBe(
        [
            "test row 1: score 0.2500, probability 0.6000, defaulted yes",
            "score = base value -1.5000 + contributions +1.7500 = 0.2500",
            "by tree_shap_path_dependent",
        ]);
    }

    [Fact]
    public void Rows_OfJson_AreReadAsTheModelReadsThem()
    {
        var rows = JsonRows.Read("""[{"income": "12.5", "purpose": "car"}, {"income": 3, "purpose": null}]""", "x", Signature)
            .OrThrow();

        ((NumberColumn)rows["income"]).Values.ShouldBe([12.5, 3]);
        rows["purpose"].Text(0).ShouldBe("car");
        rows["purpose"].IsMissing(1).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"incom": 1}""", "The model does not read 'incom'.", "'income' is required")]
    [InlineData("""{"income": "much"}""", "'income' is a number, and 'much' was given.", null)]
    [InlineData("[]", "It is no object", null)]
    [InlineData("[1]", "It is no object", null)]
    public void Rows_ThatTheModelDoesNotRead_AreProblems(string json, string first, string? second)
    {
        var problems = JsonRows.Read(json, "row.json", Signature).Problems;

        problems[0].Message.ShouldContain(first);
        if (second is not null)
            problems[1].Message.ShouldContain(second);
        problems.ShouldAllBe(problem => problem.File == "row.json");
    }

    private static List<string> Lines(ExplanationText text, Table rows)
    {
        using var output = new StringWriter();
        ConsoleTable.Write(output, text.Table(rows, 0, Explained), 80, isColoured: false);
        return [.. output.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }

    private sealed class Fake : IExplainer
    {
        public string Method => ExplanationMethods.PathDependent;

        public string Output => ModelOutputs.Score;

        public int? Background => null;

        public int AskedPerRow => 0;

        public IReadOnlyList<Attribution> Explain(Table rows, CancellationToken cancellationToken) => [];
    }
}
