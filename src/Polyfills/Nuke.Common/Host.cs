using System;
using System.ComponentModel;
using System.Globalization;
using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>Where the build runs, and how what it says is shown there.</summary>
[TypeConverter(typeof(TypeConverter))]
public class Host
{
    protected Host() { }

    /// <summary>Whether a line is kept from the console.</summary>
    protected internal virtual bool FilterMessage(string message) => false;

    protected internal virtual void ReportWarning(string text, string details = null) { }

    protected internal virtual void ReportError(string text, string details = null) { }

    /// <summary>Writes the heading of a target; what the target says stands between this and the disposal.</summary>
    protected internal virtual IDisposable WriteBlock(string text) => HostOutput.WriteHeading(text);

    protected internal virtual void WriteErrorsAndWarnings() => HostOutput.WriteErrorsAndWarnings();

    protected internal virtual void WriteTargetOutcome(INukeBuild build) => HostOutput.WriteTargetOutcome(build);

    protected internal virtual void WriteBuildOutcome(INukeBuild build) => HostOutput.WriteBuildOutcome(build);

    protected internal void WriteLogo() => HostOutput.WriteLogo();

    internal sealed class TypeConverter : System.ComponentModel.TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) => sourceType == typeof(string);

        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value) =>
            HostDetection.Detect((string)value);
    }
}
