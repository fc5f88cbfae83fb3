using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Environments;

namespace Pipeline.Deployment.Rollouts;

public sealed class HeldLeaseTests
{
    private static readonly RolloutOptions Options = new()
    {
        RenewEvery = TimeSpan.FromMilliseconds(1),
        RenewWithin = TimeSpan.FromMilliseconds(5),
        AskForLeaseEvery = TimeSpan.FromMilliseconds(1),
    };

    [Fact]
    public async Task Renewal_TimesOut_IsTriedAgainWhileTheLeaseLasts()
    {
        var traffic = new SlowTraffic(silent: 3);
        var wish = new LeaseWish(new LeaseRequest(new Actor("ada", "test")), TimeSpan.Zero, Options);
        await using var lease = await HeldLease.AcquireAsync(
            traffic, wish, TimeProvider.System, TestContext.Current.CancellationToken);

        await traffic.Renewed.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        lease.Lost.IsCancellationRequested.ShouldBeFalse();
    }

    /// <summary>An environment that does not answer the first renewals.</summary>
    private sealed class SlowTraffic(int silent) : ITraffic
    {
        private readonly TaskCompletionSource _renewed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _renewals;

        private static EnvironmentDocument Empty { get; } = new()
        {
            Project = "acme",
            Environment = "production",
            Model = ModelName.Parse("loan-default"),
        };

        public Task Renewed => _renewed.Task;

        public async Task RenewAsync(long token, CancellationToken cancellationToken)
        {
            if (++_renewals <= silent)
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            _renewed.TrySetResult();
        }

        public Task<Lease> AcquireAsync(LeaseRequest request, CancellationToken cancellationToken) => Task.FromResult(
            new Lease { Token = 1, Holder = request.Holder, Since = DateTimeOffset.UnixEpoch });

        public Task ReleaseAsync(long token, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<EnvironmentStatus> ReadAsync(int events, CancellationToken cancellationToken) =>
            Task.FromResult(new EnvironmentStatus(Empty, []));

        public Task<EnvironmentDocument> ChangeAsync(ChangeRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(Empty);
    }
}
