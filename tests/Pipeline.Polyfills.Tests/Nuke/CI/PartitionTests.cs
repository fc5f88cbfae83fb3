using System.ComponentModel;
using Nuke.Common.CI;

namespace Pipeline.Polyfills.Nuke.CI;

public class PartitionTests
{
    [Fact]
    public void Partitions_OfAWhole_DealOutEveryElementOnce()
    {
        var all = Enumerable.Range(0, 10).ToArray();

        var partitions = Enumerable.Range(1, 3).Select(x => new Partition { Part = x, Total = 3 });

        var shares = partitions.Select(x => x.GetCurrent(all).ToArray()).ToArray();

        shares[1].ShouldBe([1, 4, 7]);
        shares.SelectMany(x => x).Order().ShouldBe(all);
    }

    [Fact]
    public void Single_Always_IsInEveryPart()
    {
        var part = Partition.Single;

        part.ToString().ShouldBe("1/1");
        part.IsIn(1).ShouldBeTrue();
        part.IsIn(7).ShouldBeTrue();
    }

    [Fact]
    public void Text_OfAPartition_IsConverted()
    {
        var partition = (Partition?)TypeDescriptor.GetConverter(typeof(Partition)).ConvertFromInvariantString("2/3");

        partition.ShouldNotBeNull();
        (partition.Part, partition.Total).ShouldBe((2, 3));
        partition.IsIn(2).ShouldBeTrue();
        partition.IsIn(3).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("2")]
    [InlineData("1/2/3")]
    [InlineData("-1/2")]
    public void Text_ThatIsNoPartition_IsRefused(string text)
    {
        var converter = TypeDescriptor.GetConverter(typeof(Partition));

        var refused = Should.Throw<FormatException>(() => converter.ConvertFromInvariantString(text));

        refused.Message.ShouldContain($"'{text}'");
    }
}
