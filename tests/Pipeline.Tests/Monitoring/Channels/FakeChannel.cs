using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>A channel in memory, which fails as a test asks.</summary>
internal sealed class FakeChannel : IAlertChannel
{
    public List<AlertMessage> Taken { get; } = [];

    /// <summary>What happens to the next messages, one after another; null takes one.</summary>
    public Queue<Exception?> Faults { get; } = [];

    /// <summary>Called with each message that is taken, before anybody could remember it.</summary>
    public Action? AfterTaking { get; set; }

    public bool HasUpdates { get; init; }

    public TimeSpan? Renews { get; init; }

    public bool HasIds { get; init; } = true;

    public string Name => "fake";

    public Type Options => typeof(FakeOptions);

    public bool TakesUpdates(object options) => HasUpdates;

    public TimeSpan? RenewAfter(object options) => Renews;

    public IAlertSender Open(AlertChannelRequest request) => new Sender(this);

    public ConfiguredChannel Configured(string title = "team", AlertChannelSpec? spec = null) =>
        new(title, this, new FakeOptions(), spec ?? new AlertChannelSpec { Type = "fake" });

    private sealed class Sender(FakeChannel channel) : IAlertSender
    {
        public Task<AlertReceipt> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            if (channel.Faults.TryDequeue(out var fault) && fault is not null)
                throw fault;
            channel.Taken.Add(message);
            channel.AfterTaking?.Invoke();
            return Task.FromResult(new AlertReceipt(channel.HasIds ? $"id-{message.Alert.Number}" : null));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal sealed record FakeOptions;
