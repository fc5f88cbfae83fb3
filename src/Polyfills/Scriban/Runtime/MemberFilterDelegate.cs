using System.Reflection;

namespace Scriban.Runtime;

public delegate bool MemberFilterDelegate(MemberInfo member);
