using System;
using System.ComponentModel;
using System.Globalization;
using Nuke.Common.IO;

namespace Nuke.Common.ProjectModel;

/// <summary>Reads the solution at a path, which may be relative to the root or to the current folder.</summary>
internal sealed class SolutionTypeConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value)
    {
        if (value is not string text)
            return base.ConvertFrom(context, culture, value);
        if (PathConstruction.HasPathRoot(text))
            return AbsolutePath.Create(text).ReadSolution();
        return ((NukeBuild.RootDirectory / text).ExistingFile() ?? EnvironmentInfo.WorkingDirectory / text).ReadSolution();
    }
}
