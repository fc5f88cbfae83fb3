using System.Globalization;
using Serilog;

namespace Pipeline.Targets.Delivery;

/// <summary>Says what goes on while something works that says nothing itself: at its begin, every 10 s, and at its end.</summary>
internal sealed class LongWork : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly string _what;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly ITimer _timer;

    private LongWork(string what, TimeProvider clock)
    {
        (_what, _clock, _began) = (what, clock, clock.GetTimestamp());
        _timer = clock.CreateTimer(_ => Log.Information("{Work}: {Elapsed} so far", _what, Elapsed), null, Pause, Pause);
    }

    private string Elapsed => _clock.GetElapsedTime(_began).TotalSeconds.ToString("0 s", CultureInfo.InvariantCulture);

    /// <param name="what">"Publishing the inference server".</param>
    /// <param name="remark">Why this is not done each time; in brackets behind it.</param>
    /// <param name="clock">Measures.</param>
    public static LongWork Begin(string what, string remark, TimeProvider clock)
    {
        Log.Information("{Work} ({Remark}) ...", what, remark);
        return new LongWork(what, clock);
    }

    public void Dispose()
    {
        _timer.Dispose();
        Log.Information("{Work}: took {Elapsed}", _what, Elapsed);
    }
}
