using Nuke.Common;

namespace Pipeline.Targets.Components;

/// <summary>Lists the alerts of environments.</summary>
public interface IAlerts : IHasEnvironment
{
    Target Alerts => _ => _
        .Description("Lists open alerts, silences, and what channels have still to tell")
        .Executes(() => Delivery.ShowAlertsAsync(Cancellation));
}

/// <summary>Tries the channels by which people are told of alerts.</summary>
public interface ITestAlert : IHasEnvironment
{
    Target TestAlert => _ => _
        .Description("Sends a trial through all channels of alerts, and says what came of each")
        .Executes(() => Delivery.TestAlertAsync(Cancellation));
}

/// <summary>Silences alerts that people know of.</summary>
public interface ISilenceAlert : IHasEnvironment, IHasReason
{
    [Parameter("Alert to silence: its fingerprint or the beginning of it, or a rule for all of its alerts")]
    string? Alert => TryGetValue(() => Alert);

    [Parameter("For how long SilenceAlert keeps an alert from being told: 30m, 4h or 2d")]
    string? Duration => TryGetValue(() => Duration);

    [Parameter("Ends the silence of an alert instead")]
    bool Lift => TryGetValue<bool?>(() => Lift) ?? false;

    Target SilenceAlert => _ => _
        .Description("Keeps an alert from being told for a while; for a --reason")
        .Executes(() => Delivery.SilenceAlertAsync(Alert, Duration, Lift, Reason, Cancellation));
}
