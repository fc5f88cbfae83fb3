using System.Reflection;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

public class ParameterAttribute : ValueInjectionAttributeBase
{
    public ParameterAttribute(string description = null) => Description = description;
    public virtual string Description { get; }
    public string Name { get; set; }
    public string Separator { get; set; }
    public virtual bool List { get; set; } = true;
    public override object GetValue(MemberInfo member, object instance) => null;
}
