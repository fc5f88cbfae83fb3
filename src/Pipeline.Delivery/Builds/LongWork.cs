using System.Globalization;

namespace Pipeline.Delivery.Builds;

/// <summary>Says what goes on while something works that says nothing itself: at its begin, every 10 s, and at its end.</summary>
public sealed class LongWork : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly string _what;
    private readonly IDeliveryFace _face;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly ITimer _timer;

    private LongWork(string what, IDeliveryFace face, TimeProvider clock)
    {
        (_what, _face, _clock, _began) = (what, face, clock, clock.GetTimestamp());
        _timer = clock.CreateTimer(_ => _face.Say($"{_what}: {Elapsed} so far"), null, Pause, Pause);
    }

    private string Elapsed => _clock.GetElapsedTime(_began).TotalSeconds.ToString("0 s", CultureInfo.InvariantCulture);

    /// <param name="what">"Publishing the inference server".</param>
    /// <param name="remark">Why this is not done each time; in brackets behind it.</param>
    /// <param name="face">Where it is said.</param>
    /// <param name="clock">Measures.</param>
    public static LongWork Begin(string what, string remark, IDeliveryFace face, TimeProvider clock)
    {
        face.Say($"{what} ({remark}) ...");
        return new LongWork(what, face, clock);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _face.Say($"{_what}: took {Elapsed}");
    }
}
