namespace Pipeline.Statistics;

public sealed class StudentTTests
{
    /// <summary>
    /// From the tables that textbooks print, such as Abramowitz and Stegun (1964), table 26.10, with more digits.
    /// </summary>
    [Theory]
    [InlineData(0.975, 1, 12.706204736)]
    [InlineData(0.975, 2, 4.302652730)]
    [InlineData(0.975, 4, 2.776445105)]
    [InlineData(0.975, 9, 2.262157163)]
    [InlineData(0.975, 49, 2.009575235)]
    [InlineData(0.95, 4, 2.131846786)]
    [InlineData(0.995, 2, 9.924843201)]
    [InlineData(0.9, 10, 1.372183641)]
    [InlineData(0.5, 3, 0)]
    public void Quantile_IsThatOfTheTables(double probability, int degrees, double value)
    {
        StudentT.Quantile(probability, degrees).ShouldBe(value, 1e-8);
        StudentT.Quantile(1 - probability, degrees).ShouldBe(-value, 1e-8);
    }

    [Fact]
    public void Quantile_OfManyDegrees_IsThatOfTheNormalDistribution() =>
        StudentT.Quantile(0.975, 10_000_000).ShouldBe(1.959964, 1e-5);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(0.5, 0)]
    public void Quantile_OfNothing_IsRefused(double probability, int degrees) =>
        Should.Throw<ArgumentOutOfRangeException>(() => StudentT.Quantile(probability, degrees));
}
