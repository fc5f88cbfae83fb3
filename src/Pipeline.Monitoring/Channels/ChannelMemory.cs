using Pipeline.Core.Documents;
using Pipeline.Monitoring.Alerts;

namespace Pipeline.Monitoring.Channels;

/// <summary>
/// What one channel has told, and when it is tried again. What it still has to tell follows from that and the alerts as they are
/// now: there is no queue that could lose, overtake or repeat anything.
/// </summary>
[DocumentSchema("alert-channel", 1)]
internal sealed record ChannelMemory : Document
{
    /// <summary>By the numbers of alerts.</summary>
    public IReadOnlyList<ToldAlert> Told { get; init; } = [];

    /// <summary>Messages that were not taken while others were.</summary>
    public IReadOnlyList<RefusedMessage> Refused { get; init; } = [];

    /// <summary>
    /// The key of the message that is being sent: written before, so that a disk that is full is seen before anybody is told what
    /// could not be remembered.
    /// </summary>
    public string? Sending { get; init; }

    /// <summary>Why the channel is left alone, and until when; null while it works.</summary>
    public ChannelFault? Fault { get; init; }

    /// <summary>The memory of a channel that is new: what is over already is none of its business.</summary>
    public static ChannelMemory Begin(AlertBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new ChannelMemory
        {
            Told = [.. book.Resolved.Select(x => new ToldAlert(x.Number, AlertNews.Resolved, x.Change, now))],
        };
    }

    public ToldAlert? Find(Alert alert) => Told.FirstOrDefault(x => x.Number == alert.Number);

    public ChannelMemory After(AlertMessage message, AlertReceipt receipt)
    {
        var told = new ToldAlert(message.Alert.Number, message.News, message.Alert.Change, message.At)
        {
            MessageId = receipt.MessageId ?? message.MessageId,
        };
        return this with
        {
            Told = [.. Told.Where(x => x.Number != told.Number), told],
            Refused = [.. Refused.Where(x => x.Number != told.Number)],
            Sending = null,
            Fault = null,
        };
    }

    /// <summary>Without alerts that are no more in the book.</summary>
    public ChannelMemory Only(AlertBook book)
    {
        var known = book.Open.Concat(book.Resolved).Select(x => x.Number).ToHashSet();
        return Told.All(x => known.Contains(x.Number)) && Refused.All(x => known.Contains(x.Number)) ? this : this with
        {
            Told = [.. Told.Where(x => known.Contains(x.Number))],
            Refused = [.. Refused.Where(x => known.Contains(x.Number))],
        };
    }
}

/// <summary>The last that a channel has told of one alert.</summary>
/// <param name="Number">The alert's.</param>
/// <param name="News">What was told.</param>
/// <param name="Change">What of the alert was told.</param>
/// <param name="At">When.</param>
internal sealed record ToldAlert(long Number, AlertNews News, long Change, DateTimeOffset At)
{
    /// <summary>What the channel calls its message.</summary>
    public string? MessageId { get; init; }
}

/// <summary>A message that the channel did not take, while it takes others.</summary>
/// <param name="Number">The alert's.</param>
/// <param name="Fault">Why, and until when it is left alone.</param>
internal sealed record RefusedMessage(long Number, ChannelFault Fault);

/// <param name="Tries">How many failed, one after another.</param>
/// <param name="Since">When the first of them did.</param>
/// <param name="Next">When it is tried again.</param>
/// <param name="Reason">Of the last one.</param>
internal sealed record ChannelFault(int Tries, DateTimeOffset Since, DateTimeOffset Next, string Reason);
