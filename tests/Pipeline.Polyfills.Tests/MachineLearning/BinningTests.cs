using Microsoft.ML.Trainers.FastTree.Training;

namespace Pipeline.Polyfills.MachineLearning;

public class BinningTests
{
    [Fact]
    public void Numbers_FewValues_HaveBinsOfTheirOwnAndBoundariesInTheMiddle()
    {
        var column = Binning.Numbers(0, [5, 1, float.NaN, 3, 1]);

        column.Bins.ShouldBe([3, 1, 0, 2, 1]);
        column.Highest.ShouldBe([2, 4, float.PositiveInfinity]);
    }

    [Fact]
    public void Numbers_ManyValues_ShareBinsEvenly()
    {
        var column = Binning.Numbers(0, [.. Enumerable.Range(0, 25_500).Select(x => (float)(x * 7919 % 25_500))]);

        column.Bins.CountBy(x => x).ShouldAllBe(x => x.Value >= 90 && x.Value <= 110);
        column.BinCount.ShouldBe(256);
    }

    [Fact]
    public void Numbers_OneValueInHalfTheRows_HasABinOfItsOwn()
    {
        var values = Enumerable.Range(0, 2_000).Select(x => x % 2 == 0 ? 500f : x).ToArray();

        var column = Binning.Numbers(0, values);

        var shared = column.Bins[0];
        values.Where((_, i) => column.Bins[i] == shared).Distinct().ShouldBe([500]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Numbers_AnyValues_AreSortedIntoBinsByTheirBoundaries(int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, 3_000)
            .Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))).ToArray();

        var column = Binning.Numbers(0, values);

        for (var i = 0; i < values.Length; i++)
        {
            var bin = column.Bins[i];
            (bin == 0).ShouldBe(float.IsNaN(values[i]));
            (bin == 0 || values[i] <= column.Highest[bin - 1]).ShouldBeTrue();
            (bin <= 1 || values[i] > column.Highest[bin - 2]).ShouldBeTrue();
        }
    }

    [Fact]
    public void Numbers_NeighboursAndInfinities_StayApart()
    {
        float[] values = [float.NegativeInfinity, 1, float.BitIncrement(1), float.MaxValue, float.PositiveInfinity];

        var column = Binning.Numbers(0, values);

        column.Bins.ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public void Categories_MoreThanAByteHolds_TakeSeveralColumns()
    {
        var columns = Binning.Categories(0, [0, 254, 255, 599, -1], 600).ToList();

        columns.Select(x => (x.FirstCategory, x.BinCount)).ShouldBe([(0, 256), (255, 256), (510, 91)]);
        columns.Select(x => x.Bins).ShouldBe([[1, 255, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 90, 0]]);
    }

    [Fact]
    public void Bin_ColumnsThatNeverDiffer_AreLeftOut()
    {
        var rows = new TrainingRows([0, 0, 2], [[1, 1], [1, 2], [0, 0]], [true, false]);

        var columns = Binning.Bin(rows, threads: 1);

        columns.ShouldHaveSingleItem().Source.ShouldBe(1);
    }
}
