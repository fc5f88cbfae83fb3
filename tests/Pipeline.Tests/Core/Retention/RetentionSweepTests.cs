using Pipeline.Testing;

namespace Pipeline.Core.Retention;

public sealed class RetentionSweepTests : IDisposable
{
    private static readonly RetentionLimits ADay = new() { OlderThan = TimeSpan.FromDays(1) };

    private readonly TemporaryFolder _folder = new();
    private readonly FakePlace _place;

    public RetentionSweepTests()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            _folder.Write($"{name}/one", "1");
            _folder.Write($"{name}/below/two", "22");
        }

        _place = new FakePlace(_folder.Path);
        Age(TimeSpan.FromDays(2));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_OldThings_RemovesAllButWhatIsPointedTo()
    {
        _place.Pointers["b"] = "revision 2 answers";

        var report = await SweepAsync();

        _folder.Files.ShouldBe(["b/below/two", "b/one"]);
        report.Removed.Count.ShouldBe(2);
        report.Removed.Sum(x => x.Bytes).ShouldBe(6);
        report.Over.Single().KeptBy.ShouldBe("revision 2 answers");
    }

    [Fact]
    public async Task Sweep_DryRun_ChangesNothingAndHoldsNothing()
    {
        var before = _folder.Files.ToList();

        var report = await SweepAsync(isDryRun: true);

        _folder.Files.ShouldBe(before);
        report.Removed.Count.ShouldBe(3);
        _place.Held.ShouldBe(0);
    }

    [Fact]
    public async Task Sweep_NothingToRemove_HoldsNothing()
    {
        Age(TimeSpan.FromHours(2));

        await SweepAsync();

        _place.Held.ShouldBe(0);
    }

    [Fact]
    public async Task Sweep_WhatGetsAPointerMeanwhile_Stays()
    {
        _place.WhenHeld = () => _place.Pointers["a"] = "revision 4 is being rolled out";

        var report = await SweepAsync();

        _folder.Files.ShouldBe(["a/below/two", "a/one"]);
        report.Over.Single().KeptBy.ShouldBe("revision 4 is being rolled out");
    }

    [Fact]
    public async Task Sweep_WhatIsUsedMeanwhile_Stays()
    {
        _place.WhenHeld = () => LastUse.TryRenew(_folder["c"], TimeProvider.System);

        await SweepAsync();

        _folder.Files.ShouldBe(["c/below/two", "c/one"]);
    }

    [Fact]
    public async Task Sweep_APlaceThatIsBusy_RemovesNothingAndSaysSo()
    {
        _place.WhenHeld = () => throw new UnclearPlaceException("here", "another build compiles");

        var report = await SweepAsync();

        report.Removed.ShouldBeEmpty();
        report.Troubles.Single().ShouldBe("In here nothing was removed: another build compiles.");
        _folder.Files.Count().ShouldBe(6);
    }

    /// <summary>A kill between the renaming and the deleting: the names are gone, and the next sweep takes the rest.</summary>
    [Fact]
    public async Task Sweep_AfterAKill_FinishesWhatWasBegun()
    {
        _place.WhenLetGo = () => throw new TimeoutException("killed");
        await Should.ThrowAsync<TimeoutException>(SweepAsync());
        Directory.GetDirectories(_folder.Path).ShouldAllBe(x => Removal.IsLeftover(x));
        _folder.Files.Count().ShouldBe(6);

        _place.WhenLetGo = null;
        var report = await SweepAsync();

        report.Removed.Count.ShouldBe(3);
        _folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public void TakeAway_ALink_IsNotMeasured()
    {
        Directory.CreateSymbolicLink(_folder["link"], _folder["a"]);

        KeptEntry.Measure(KeptKind.Images, _folder["link"]).ShouldBeNull();
        KeptEntry.Measure(KeptKind.Images, _folder["nothing"]).ShouldBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private Task<SweepReport> SweepAsync(bool isDryRun = false) =>
        new RetentionSweep(_ => ADay, TimeProvider.System).RunAsync(_place, isDryRun, Token);

    private void Age(TimeSpan age)
    {
        var time = (TimeProvider.System.GetUtcNow() - age).UtcDateTime;
        foreach (var path in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, time);
        foreach (var path in Directory.EnumerateDirectories(_folder.Path, "*", SearchOption.AllDirectories))
            Directory.SetLastWriteTimeUtc(path, time);
    }

    /// <summary>The folders of a folder, with pointers that a test sets.</summary>
    private sealed class FakePlace(string folder) : IKeptPlace
    {
        public Dictionary<string, string> Pointers { get; } = [];

        public int Held { get; private set; }

        public Action? WhenHeld { get; set; }

        public Action? WhenLetGo { get; set; }

        public string Title => "here";

        public async Task<IReadOnlyList<KeptEntry>> ListAsync(CancellationToken cancellationToken)
        {
            var pointers = await FindPointersAsync(cancellationToken);
            return [.. Directory.GetDirectories(folder).Select(x => KeptEntry.Measure(KeptKind.Images, x)!)
                .Select(x => x with { KeptBy = pointers.GetValueOrDefault(x.Path) })];
        }

        public Task<IReadOnlyDictionary<string, string>> FindPointersAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(
                Pointers.ToDictionary(x => Path.Combine(folder, x.Key), x => x.Value));

        public Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken)
        {
            Held++;
            WhenHeld?.Invoke();
            return Task.FromResult<IAsyncDisposable>(new Hold(this));
        }

        private sealed class Hold(FakePlace place) : IAsyncDisposable
        {
            public ValueTask DisposeAsync()
            {
                place.WhenLetGo?.Invoke();
                return ValueTask.CompletedTask;
            }
        }
    }
}
