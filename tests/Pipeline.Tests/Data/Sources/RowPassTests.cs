using Pipeline.Data.Columns;
using System.Globalization;
using System.Text;
using Pipeline.Core.Progress;

namespace Pipeline.Data.Sources;

public class RowPassTests
{
    private const int RowCount = 5000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(50)]
    public async Task Partitions_AnyNumberOfThreads_SeeTheSameRowsInTheSameOrder(int threads)
    {
        var (partitions, ordered) = (new PartitionRecorder(), new OrderRecorder());

        await RunAsync(threads, partitions, ordered);

        ordered.Seen.ShouldBe(Enumerable.Range(0, RowCount).Select(x => $"{x}"));
        partitions.Seen.Order().ShouldBe(ordered.Seen.Order());
        var alone = new PartitionRecorder();
        await RunAsync(1, alone);
        partitions.Seen.ShouldBe(alone.Seen);
    }

    [Fact]
    public async Task Places_OfRows_AreThoseOfTheFile()
    {
        var places = new PlaceChecker();

        await RunAsync(2, places);

        places.Wrong.ShouldBe(0);
    }

    [Fact]
    public async Task Observer_ThatFails_EndsThePassWithItsException()
    {
        var failure = await Should.ThrowAsync<InvalidOperationException>(
            () => RunAsync(8, new PartitionRecorder(), new Failing(), new OrderRecorder()));

        failure.Message.ShouldBe("enough");
    }

    [Fact]
    public async Task Cancellation_BeforeTheEnd_EndsThePass()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => RunAsync(2, source.Token, new PartitionRecorder()));
    }

    private static Task RunAsync(int threads, params IRowObserver[] observers) =>
        RunAsync(threads, TestContext.Current.CancellationToken, observers);

    private static async Task RunAsync(int threads, CancellationToken cancellationToken, params IRowObserver[] observers)
    {
        using var files = new SomeFiles("*.csv")
            .With("a.csv", Rows(0, 3000)).With("b.csv", Rows(3000, 3001)).With("c.csv", Rows(3001, RowCount));
        using var source = (files.Request with { BlockBytes = 64 }).Open().OrThrow();
        var options = new RowPassOptions("test", new Progress<StepEvent>()) { Threads = threads };
        await RowPass.RunAsync(source, observers, options, cancellationToken);
    }

    private static string Rows(int from, int to) =>
        "x,y\n" + string.Concat(Enumerable.Range(from, to - from).Select(x => $"{x},\"a\n{x}\"\n"));

    private sealed class OrderRecorder : IRowObserver
    {
        public List<string> Seen { get; } = [];

        public void Observe(ColumnBatch batch)
        {
            for (var row = 0; row < batch.RowCount; row++)
                Seen.Add(Encoding.UTF8.GetString(batch.Text(row, 0)));
        }
    }

    private sealed class PartitionRecorder : RowAccumulator
    {
        private readonly OrderRecorder _seen = new();

        public List<string> Seen => _seen.Seen;

        public override void Observe(ColumnBatch batch) => _seen.Observe(batch);

        public override RowAccumulator CreateEmpty() => new PartitionRecorder();

        public override void Merge(RowAccumulator other) => Seen.AddRange(((PartitionRecorder)other).Seen);
    }

    private sealed class PlaceChecker : RowAccumulator
    {
        public int Wrong { get; private set; }

        public override void Observe(ColumnBatch batch)
        {
            for (var row = 0; row < batch.RowCount; row++)
            {
                var number = int.Parse(batch.Text(row, 0), CultureInfo.InvariantCulture);
                var first = batch.FileIndex switch { 0 => 0, 1 => 3000, _ => 3001 };
                var isRight = batch.FirstRow + row == number && batch.Line(row) == 2 + ((number - first) * 2);
                Wrong += isRight ? 0 : 1;
            }
        }

        public override RowAccumulator CreateEmpty() => new PlaceChecker();

        public override void Merge(RowAccumulator other) => Wrong += ((PlaceChecker)other).Wrong;
    }

    private sealed class Failing : RowAccumulator
    {
        private int _left = 3;

        public override void Observe(ColumnBatch batch)
        {
            if (_left-- == 0)
                throw new InvalidOperationException("enough");
        }

        public override RowAccumulator CreateEmpty() => new Failing();

        public override void Merge(RowAccumulator other)
        {
        }
    }
}
