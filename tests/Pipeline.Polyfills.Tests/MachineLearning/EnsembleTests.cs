using Microsoft.ML.Trainers.FastTree.Ensembles;

namespace Pipeline.Polyfills.MachineLearning;

public class EnsembleTests
{
    private static readonly Node Threshold = new(0, float.NegativeInfinity, 5, ~0, ~1);

    [Theory]
    [InlineData(5f, 1)]
    [InlineData(float.NegativeInfinity, 1)]
    [InlineData(5.0001f, 2)]
    [InlineData(float.PositiveInfinity, 2)]
    [InlineData(float.NaN, 2)]
    public void Score_Threshold_TakesMissingValuesOutside(float value, float score)
    {
        var ensemble = new Ensemble([0], 0, [0], [Threshold], [1, 2]);

        ensemble.Score([value]).ShouldBe(score);
    }

    [Fact]
    public void Score_NoTrees_IsTheBias()
    {
        var ensemble = new Ensemble([0], 0.5, [], [], []);

        ensemble.Score([1]).ShouldBe(0.5f);
    }

    [Fact]
    public void Score_VectorOfAnotherLength_IsRefused()
    {
        var ensemble = new Ensemble([0, 0], 0, [0], [Threshold], [1, 2]);

        Should.Throw<ArgumentException>(() => ensemble.Score([1]));
    }

    public static TheoryData<string> Broken => [.. BrokenTrees.Keys];

    private static Dictionary<string, Func<Ensemble>> BrokenTrees { get; } = new()
    {
        ["circle"] = () => new([0], 0, [0], [Threshold with { Inside = 0 }], [1, 2]),
        ["way back"] = () => new([0], 0, [1], [Threshold, Threshold with { Inside = 0 }], [1, 2]),
        ["node that is not there"] = () => new([0], 0, [0], [Threshold with { Outside = 9 }], [1, 2]),
        ["leaf that is not there"] = () => new([0], 0, [0], [Threshold], [1]),
        ["leaf below all"] = () => new([0], 0, [int.MinValue], [], [1]),
        ["root that is not there"] = () => new([0], 0, [1], [Threshold], [1, 2]),
        ["column that is not there"] = () => new([0], 0, [0], [Threshold with { Column = 1 }], [1, 2]),
        ["negative column"] = () => new([0], 0, [0], [Threshold with { Column = -1 }], [1, 2]),
        ["bound that is no number"] = () => new([0], 0, [0], [Threshold with { High = float.NaN }], [1, 2]),
        ["leaf that is no number"] = () => new([0], 0, [0], [Threshold], [1, double.NaN]),
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Ensemble_ThatDoesNotHoldTogether_IsRefused(string what)
    {
        var make = BrokenTrees[what];

        make.ShouldThrow<FormatException>();
    }
}
