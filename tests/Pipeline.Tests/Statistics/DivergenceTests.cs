namespace Pipeline.Statistics;

public class DivergenceTests
{
    /// <summary>As SciPy's documentation has them for scipy.spatial.distance.jensenshannon, to base 2.</summary>
    [Theory]
    [InlineData("1,0,0", "0,1,0", 1)]
    [InlineData("1,0", "0.5,0.5", 0.5579230452841438)]
    [InlineData("1,0,0", "1,0,0", 0)]
    public void JensenShannon_OfPublishedExamples_IsTheirs(string reference, string current, double expected) =>
        Divergence.JensenShannon(Numbers(reference), Numbers(current)).ShouldBe(expected, 1e-12);

    [Theory]
    [InlineData("1,1", "1,3", 0.27465307216702745)]
    [InlineData("10,20,70", "1,2,7", 0)]
    [InlineData("1,0", "1,0", 0)]
    public void PopulationStability_WorkedOutByHand_IsThat(string reference, string current, double expected) =>
        Divergence.PopulationStability(Numbers(reference), Numbers(current)).ShouldBe(expected, 1e-12);

    [Fact]
    public void PopulationStability_WithAnEmptyBin_IsFinite() =>
        Divergence.PopulationStability([1, 1], [2, 0])
            .ShouldBe((0.5 * Math.Log(2)) + ((0.5 - 0.0001) * Math.Log(0.5 / 0.0001)), 1e-12);

    [Fact]
    public void Distances_EitherWay_AreTheSame()
    {
        double[] first = [3, 1, 4, 1, 5];
        double[] second = [2, 7, 1, 8, 2];

        Divergence.JensenShannon(first, second).ShouldBe(Divergence.JensenShannon(second, first), 1e-15);
        Divergence.PopulationStability(first, second).ShouldBe(Divergence.PopulationStability(second, first), 1e-15);
    }

    [Fact]
    public void Distributions_ThatCannotBeCompared_AreACallersMistake()
    {
        Should.Throw<ArgumentException>(() => Divergence.JensenShannon([1, 2], [1]));
        Should.Throw<ArgumentException>(() => Divergence.PopulationStability([0, 0], [1, 1]));
        Should.Throw<ArgumentException>(() => Divergence.PopulationStability([-1, 2], [1, 1]));
    }

    private static double[] Numbers(string text) =>
        [.. text.Split(',').Select(x => double.Parse(x, System.Globalization.CultureInfo.InvariantCulture))];
}
