using Pipeline.Environments;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Supervision;

/// <summary>
/// What each traffic control keeps to, whatever divides the requests. Revision 1 is the stable one, revision 2 the candidate,
/// and both answer with their number.
/// </summary>
public abstract class TrafficControlContract
{
    private const int Requests = 200;

    /// <summary>How far a share of <see cref="Requests"/> may be from its weight: 0 where no chance is in it.</summary>
    protected virtual int Tolerance => 0;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_NothingSet_IsNobody()
    {
        var traffic = await OpenAsync();

        (await traffic.ReadAsync(Token)).ShouldBe(TrafficSplit.Nobody);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(100)]
    public async Task Set_Weight_DividesTheRequestsOnceItIsReadBack(int weight)
    {
        var traffic = await OpenAsync();

        await SetAsync(traffic, Both(weight));
        var candidate = await CountAsync(revision: 2);

        candidate.ShouldBeInRange(Share(weight) - Tolerance, Share(weight) + Tolerance);
    }

    [Fact]
    public async Task Set_Again_IsOneSplit()
    {
        var traffic = await OpenAsync();
        await SetAsync(traffic, Both(20));

        await SetAsync(traffic, Both(20));

        (await traffic.ReadAsync(Token)).ShouldBe(Both(20));
        (await CountAsync(revision: 2)).ShouldBeInRange(Share(20) - Tolerance, Share(20) + Tolerance);
    }

    [Fact]
    public async Task Set_CandidateGone_TakesItsTraffic()
    {
        var traffic = await OpenAsync();
        await SetAsync(traffic, Both(50));

        await SetAsync(traffic, Both(0) with { Candidate = null });

        (await CountAsync(revision: 2)).ShouldBe(0);
    }

    [Fact]
    public async Task Set_CandidateDoesNotRun_LeavesItsShareToTheStableRevision()
    {
        var traffic = await OpenAsync();

        await SetAsync(traffic, Both(50) with { Candidate = new TrafficTarget(2) });

        (await CountAsync(revision: 1)).ShouldBe(Requests);
    }

    [Fact]
    public async Task Set_Nobody_AnswersNothing()
    {
        var traffic = await OpenAsync();
        await SetAsync(traffic, Both(50));

        await SetAsync(traffic, TrafficSplit.Nobody);

        (await AskAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Counts_Requests_AreOfTheRevisionThatAnswered()
    {
        var traffic = await OpenAsync();
        await SetAsync(traffic, Both(50));
        var before = traffic.Counts;

        var candidate = await CountAsync(revision: 2);

        while (traffic.Counts?.Since(before) is var now && Seen(now, 1) + Seen(now, 2) < Requests)
            await Task.Delay(10, Token);
        (Seen(traffic.Counts!.Since(before), 2), traffic.InFlight(1), traffic.InFlight(2)).ShouldBe((candidate, 0, 0));
    }

    /// <summary>A control of an environment in which both servers run and nothing was set yet.</summary>
    private protected abstract Task<ITrafficControl> OpenAsync();

    /// <summary>Where the server of a revision answers.</summary>
    protected abstract string AddressOf(int revision);

    /// <summary>The revision that answered one request; null where none did.</summary>
    protected abstract Task<int?> AskAsync();

    private static int Share(int weight) => Requests * weight / 100;

    private static long Seen(TrafficSnapshot? counts, int revision) => counts?.Of(revision).Requests ?? 0;

    private TrafficSplit Both(int weight) => new()
    {
        Stable = new TrafficTarget(1, AddressOf(1)),
        Candidate = new TrafficTarget(2, AddressOf(2)),
        Weight = weight,
    };

    private static async Task SetAsync(ITrafficControl traffic, TrafficSplit split)
    {
        await traffic.SetAsync(split, Token);
        while (await traffic.ReadAsync(Token) != split)
            await Task.Delay(10, Token);
    }

    private async Task<int> CountAsync(int revision)
    {
        var count = 0;
        for (var request = 0; request < Requests; request++)
            count += await AskAsync() == revision ? 1 : 0;
        return count;
    }
}
