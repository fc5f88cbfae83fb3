using System.Runtime.Intrinsics;
using Microsoft.ML.Trainers.FastTree.Training;

namespace Pipeline.Polyfills.MachineLearning;

public class GradientsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(4_000_000)]
    public void Sum_OfAllRows_HoldsTheLargestThereCanBe(int count)
    {
        var gradients = new Gradients(count);
        gradients.Update(new double[count], new bool[count], threads: 1);

        var totals = gradients.Of(Sum(gradients.Rows));

        totals.ShouldBe(new Totals(count * 0.5, count * 0.25, count));
    }

    [Fact]
    public void Part_TakenFromTheWhole_LeavesTheOtherPartExactly()
    {
        var gradients = new Gradients(1_000);
        gradients.Update([.. Enumerable.Range(0, 1_000).Select(x => Math.Sin(x) * 5)], new bool[1_000], threads: 1);

        var rest = Sum(gradients.Rows) - Sum(gradients.Rows[..321]);

        rest.ShouldBe(Sum(gradients.Rows[321..]));
    }

    private static Vector128<long> Sum(ReadOnlySpan<Vector128<long>> rows)
    {
        var sum = Vector128<long>.Zero;
        foreach (var row in rows)
            sum += row;
        return sum;
    }
}
