using System.Diagnostics;
using Pipeline.Core.Progress;

namespace Pipeline.DeployRunner;

/// <summary>Kills this process, which has no say in it, as soon as so many changes of a rollout are committed.</summary>
internal sealed class SuddenEnd(int changes) : IProgress<StepEvent>
{
    private int _made;

    public void Report(StepEvent value)
    {
        if (value is StepEvent.Noted && ++_made == changes)
            Process.GetCurrentProcess().Kill();
    }
}
