using System;

namespace Nuke.Common;

/// <summary>Where the build runs, and how what it says is shown there.</summary>
public class Host
{
    protected Host() { }

    protected internal virtual bool FilterMessage(string message) => false;

    protected internal virtual void ReportError(string text, string details = null) { }

    protected internal virtual void ReportWarning(string text, string details = null) { }

    protected internal virtual IDisposable WriteBlock(string text) => throw new NotSupportedException();
}
