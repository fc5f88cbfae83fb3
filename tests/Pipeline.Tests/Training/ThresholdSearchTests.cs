using Pipeline.Core.Problems;
using Pipeline.Models.Documents;

namespace Pipeline.Training;

public sealed class ThresholdSearchTests
{
    private static readonly double[] Probabilities = [0.1, 0.4, 0.35, 0.8, 0.35, 0.62];
    private static readonly bool[] Truth = [false, false, true, true, true, false];

    [Theory]
    [InlineData("accuracy", 0.7, 4 / 6.0)]
    [InlineData("balanced_accuracy", 0.7, 4 / 6.0)]
    [InlineData("f1", 0.2, 0.75)]
    [InlineData("matthews_corrcoef", 0.7, 0.4472136)]
    public void Choose_ByAMetric_TakesTheBestOfAllThatDivideTheRows(string metric, double threshold, double value)
    {
        var choice = Choose(new DecisionSection { Best = metric });

        choice.Threshold.ShouldBe(threshold);
        choice.Value.ShouldBe(value, 1e-6);
    }

    [Fact]
    public void Choose_ByCosts_TakesWhatCostsLeastByRow()
    {
        var careful = Choose(new DecisionSection { Costs = new MistakeCosts { FalseNegative = 5, FalsePositive = 1 } });
        var bold = Choose(new DecisionSection { Costs = new MistakeCosts { FalseNegative = 1, FalsePositive = 5 } });

        careful.Threshold.ShouldBe(0.2);
        careful.Value.ShouldBe(2 / 6.0, 1e-12);
        bold.Threshold.ShouldBe(0.7);
        bold.Value.ShouldBe(2 / 6.0, 1e-12);
    }

    [Fact]
    public void Choose_AnyRows_FindsWhatTryingEachProbabilityFinds()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 200; trial++)
        {
            var count = random.Next(5, 60);
            double[] probabilities = [.. Enumerable.Range(0, count).Select(_ => Math.Round(random.NextDouble(), 2))];
            bool[] truth =
                [.. probabilities.Select((probability, at) => at == 0 || (at > 1 && random.NextDouble() < probability))];
            foreach (var metric in Confusion.Names)
            {
                var choice = ThresholdSearch.Choose(new DecisionSection { Best = metric }, probabilities, truth).OrThrow();

                choice.Value.ShouldBe(probabilities.Max(threshold => Tried(probabilities, truth, threshold).Of(metric)), 1e-12);
                Tried(probabilities, truth, choice.Threshold).Of(metric).ShouldBe(choice.Value, 1e-12);
                Tried(probabilities, truth, 0.5).Of(metric).ShouldBe(choice.ValueAtHalf, 1e-12);
                foreach (var point in choice.Curve)
                    Tried(probabilities, truth, point.Threshold).Of(metric).ShouldBe(point.Value, 1e-12);
            }
        }
    }

    [Fact]
    public void Choose_RowsOfOneClass_SaysWhatToDo()
    {
        var problem = ThresholdSearch.Choose(new DecisionSection { Best = "f1" }, [0.2, 0.7], [false, false])
            .Problems.ShouldHaveSingleItem();

        problem.ToString().ShouldBe("All 2 rows that the threshold is chosen on are of one class. "
            + "Raise decision.validation, or write the threshold as a number.");
    }

    [Fact]
    public void ToTable_OfAChoice_HasTenthsAndTheThreshold()
    {
        var table = Choose(new DecisionSection { Best = "f1" }).ToTable();

        table.Heads.ShouldBe(["threshold", "f1"]);
        table.Rows.Select(row => row.Name).ShouldBe(["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"]);
    }

    private static ThresholdChoice Choose(DecisionSection section) =>
        ThresholdSearch.Choose(section, Probabilities, Truth).OrThrow();

    private static Confusion Tried(double[] probabilities, bool[] truth, double threshold)
    {
        int Count(bool positive, bool taken) =>
            probabilities.Where((probability, at) => truth[at] == positive && probability >= threshold == taken).Count();
        return new Confusion(Count(true, true), Count(false, true), Count(false, false), Count(true, false));
    }
}
