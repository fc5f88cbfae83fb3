using Pipeline.Models.Tables;

namespace Pipeline.Models.Explanation;

public sealed class ShapleySamplerTests
{
    private const int Inputs = 5;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void Explain_FewInputs_IsTheValueOfAllSubsets()
    {
        var (rows, background) = (Rows(1, 6), Rows(2, 9));
        var explainer = new ShapleySampler(new Formula(), background, new ExplainerOptions());

        var explained = explainer.Explain(rows, Token);

        explainer.Method.ShouldBe(ExplanationMethods.Exact);
        for (var row = 0; row < rows.RowCount; row++)
        {
            var expected = SomeTrees.Shapley(Inputs, known => Enumerable.Range(0, background.RowCount).Average(other =>
                Formula.Of(input => (known & (1 << input)) != 0 ? Value(rows, input, row) : Value(background, input, other))));
            for (var input = 0; input < Inputs; input++)
                explained[row].Contributions[input].ShouldBe(expected[input], 1e-9);
            explained[row].StandardErrors.ShouldBeNull();
        }
    }

    [Fact]
    public void Explain_Sampled_AddsUpAndIsAsNearAsItSays()
    {
        var (rows, background) = (Rows(3, 20), Rows(4, 100));
        var exact = new ShapleySampler(new Formula(), background, new ExplainerOptions()).Explain(rows, Token);

        var explainer = new ShapleySampler(new Formula(), background, new ExplainerOptions { ExactInputs = 0, Seed = 5 });
        var sampled = explainer.Explain(rows, Token);

        explainer.Method.ShouldBe(ExplanationMethods.Sampled);
        var (near, all) = (0, 0);
        for (var row = 0; row < rows.RowCount; row++)
        {
            var one = sampled[row];
            (one.BaseValue + one.Contributions.Sum()).ShouldBe(one.Answer, 1e-9);
            for (var input = 0; input < Inputs; input++)
            {
                all++;
                var off = Math.Abs(one.Contributions[input] - exact[row].Contributions[input]);
                if (off <= (2 * one.StandardErrors!.Value[input]) + 1e-9)
                    near++;
            }
        }

        ((double)near / all).ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void Explain_SameSeed_IsTheSame()
    {
        var (rows, background) = (Rows(3, 5), Rows(4, 30));
        var options = new ExplainerOptions { ExactInputs = 0 };

        var first = new ShapleySampler(new Formula(), background, options).Explain(rows, Token);
        var second = new ShapleySampler(new Formula(), background, options).Explain(rows, Token);
        var other = new ShapleySampler(new Formula(), background, options with { Seed = 2 }).Explain(rows, Token);

        first.SelectMany(one => one.Contributions).ShouldBe(second.SelectMany(one => one.Contributions));
        first.SelectMany(one => one.Contributions).ShouldNotBe(other.SelectMany(one => one.Contributions));
    }

    [Fact]
    public void Of_AModelWithoutTrees_NeedsBackgroundRows()
    {
        Explainers.Of(new Formula(), new Background()).ShouldBeNull();
        Explainers.Of(new Formula(), new Background { Rows = Rows(1, 3) })!.Method.ShouldBe(ExplanationMethods.Exact);
    }

    private static double Value(Table rows, int input, int row) => ((NumberColumn)rows[$"x{input}"]).Values[row];

    private static Table Rows(int seed, int count)
    {
        var random = new Random(seed);
        return new Table(Enumerable.Range(0, Inputs).Select(input =>
            new NumberColumn($"x{input}", [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 4)])));
    }

    /// <summary>Inputs that count alone, together, and not at all.</summary>
    private sealed class Formula : IPredictor
    {
        public ModelSignature Signature { get; } = new()
        {
            Flavor = "formula",
            Task = ModelTask.Regression,
            Label = new ModelLabel.Number("y"),
            Inputs = [.. Enumerable.Range(0, Inputs).Select(input => new ModelInput($"x{input}", ColumnType.Number, false))],
            Outputs = [ModelOutputs.Value],
        };

        public static double Of(Func<int, double> x) => x(0) + (x(1) * x(2)) + Math.Max(x(3) - 2, 0);

        public Table Score(Table rows, CancellationToken cancellationToken) => new(new NumberColumn(
            ModelOutputs.Value,
            [.. Enumerable.Range(0, rows.RowCount).Select(row => Of(input => Value(rows, input, row)))]));

        public void Score(FeatureRow row, Span<double> answers) => answers[0] = Of(row.Number);

        public void Dispose()
        {
        }
    }
}
